import { storedActionSchema } from '@twotwenty/contracts/alert';
import { randomUUID } from 'node:crypto';
import type { BenchDatabase } from '../pipeline/database.js';
import { distribution, type Distribution } from '../statistics.js';
import type { Told } from './audit.js';

/** What Postgres says about a storm. */
export interface StormRecord {
  /** Monitors that had an incident. */
  readonly monitorsOut: number;
  readonly incidents: number;
  readonly alerts: number;
  readonly recoveries: number;
  /** Runs of actions, by state. */
  readonly runs: Readonly<Record<string, number>>;
  readonly attempts: number;
}

/** Makes one alert that serves all monitors, with a webhook for each URL. */
export async function insertAlert(database: BenchDatabase, urls: readonly string[]): Promise<void> {
  const actions = urls.map((url) => storedActionSchema.parse({ id: randomUUID(), type: 'webhook', settings: { url } }));
  await database.rows(
    `INSERT INTO alert (id, name, assignment, actions, version) VALUES ($1, 'Storm', '{"to": "all"}', $2, 1)`,
    [randomUUID(), JSON.stringify(actions)],
  );
}

/** How much is still to come: monitors that are not up again, and runs to be delivered. */
export async function countUnfinished(database: BenchDatabase): Promise<{ monitors: number; runs: number }> {
  const [counts] = await database.rows<{ monitors: number; runs: number }>(
    `SELECT (SELECT count(*)::int FROM monitor_state WHERE status <> 'up') AS monitors,
            (SELECT count(*)::int FROM action_run WHERE state = 'pending') AS runs`,
  );
  return counts ?? { monitors: 0, runs: 0 };
}

/** What was decided, from the events: they stand apart from the outbox, whose completeness is in question. */
export async function readDecided(database: BenchDatabase): Promise<Told[]> {
  return database.rows<Told>(
    `SELECT data->>'incidentId' AS incident, CASE type WHEN 'recovered' THEN 'recovery' ELSE 'failure' END AS kind,
            coalesce(data->>'number', data->>'alerts')::int AS number
     FROM event WHERE type IN ('alert-raised', 'recovered') ORDER BY id`,
  );
}

export async function readRecord(database: BenchDatabase): Promise<StormRecord> {
  const [counts] = await database.rows<Omit<StormRecord, 'runs'>>(
    `SELECT (SELECT count(DISTINCT monitor_key)::int FROM incident) AS "monitorsOut",
            (SELECT count(*)::int FROM incident) AS incidents,
            (SELECT count(*)::int FROM event WHERE type = 'alert-raised') AS alerts,
            (SELECT count(*)::int FROM event WHERE type = 'recovered') AS recoveries,
            (SELECT coalesce(sum(attempts), 0)::int FROM action_run) AS attempts`,
  );
  if (counts === undefined) throw new Error('the database gave no row');
  const states = await database.rows<{ state: string; runs: number }>(
    'SELECT state, count(*)::int AS runs FROM action_run GROUP BY state ORDER BY state',
  );
  return { ...counts, runs: Object.fromEntries(states.map(({ state, runs }) => [state, runs])) };
}

/** Milliseconds from decisions up to a time to the first attempt to tell of them. */
export async function readFirstAttempts(database: BenchDatabase, until: Date): Promise<Distribution> {
  const rows = await database.rows<{ ms: number }>(
    `SELECT extract(epoch FROM started_at - created_at)::float8 * 1000 AS ms
     FROM action_run WHERE created_at < $1 AND started_at IS NOT NULL`,
    [until],
  );
  return distribution(rows.map(({ ms }) => ms));
}

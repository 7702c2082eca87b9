import type { MailTargets } from '@twotwenty/testing/mail-targets/mail-targets';
import type { ActRecord, EventRow, History, IncidentRow, MonitorFacts, Outage, ResultRow } from './checker/history.js';
import type { ChaosSystem } from './system/system.js';

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** Gathers all that a run left behind, once it is at rest. */
export async function readHistory(
  system: ChaosSystem,
  acts: readonly ActRecord[],
  startedMs: number,
): Promise<History> {
  const { postgres, targets, receiver, watched } = system;
  const lastTests = await postgres.rows<{ key: number; lastTest: number }>(
    `SELECT monitor_key AS key, test_number - in_flight::int AS "lastTest" FROM monitor_state`,
  );
  const lastTestOf = new Map(lastTests.map(({ key, lastTest }) => [key, lastTest]));
  const monitors = watched.map(({ key, address, sites }): MonitorFacts => ({
    key,
    address,
    sites,
    lastTest: lastTestOf.get(key) ?? 0,
  }));
  const results = await postgres.rows<ResultRow>(
    `SELECT monitor_key AS key, test_number AS test, site.name AS site, ${MS('at')} AS "atMs", passed,
       coalesce(suspect, false) AS suspect, code
     FROM probe_result JOIN site ON site.key = site_key ORDER BY at`,
  );
  const events = await postgres.rows<EventRow>(
    `SELECT monitor_key AS key, test_number AS test, ${MS('at')} AS "atMs", type, data FROM event ORDER BY id`,
  );
  const incidents = await postgres.rows<IncidentRow>(
    `SELECT id, monitor_key AS key, ${MS('started_at')} AS "startedMs", ${MS('ended_at')} AS "endedMs", ending, alerts
     FROM incident`,
  );
  const told = receiver.received.flatMap(({ atMs, key, path, kind, incidents: named }) =>
    named.map((one) => ({
      atMs,
      idempotencyKey: key,
      action: path,
      incident: one['incident-id'],
      kind,
      number: Number(one.alert),
    })),
  );
  return { monitors, ...(await readTruth(targets)), results, events, incidents, told, acts, startedMs };
}

/** What the targets wrote down. An outage that has not ended lasts until now. */
async function readTruth(targets: MailTargets): Promise<Pick<History, 'outages' | 'sessions'>> {
  const outages: Outage[] = [];
  const sessions = new Map<string, number>();
  const open = new Map<string, Omit<Outage, 'toMs'>>();
  const close = (address: string, toMs: number): void => {
    const outage = open.get(address);
    if (outage !== undefined) outages.push({ ...outage, toMs });
    open.delete(address);
  };
  for await (const line of targets.log()) {
    const { address, atMs } = line;
    if ('met' in line) {
      sessions.set(address, (sessions.get(address) ?? 0) + 1);
      continue;
    }
    close(address, atMs);
    if (line.becomes !== 'well') open.set(address, { address, behaviour: line.becomes, fromMs: atMs });
  }
  for (const address of [...open.keys()]) close(address, Date.now());
  return { outages, sessions };
}

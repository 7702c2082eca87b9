import type { MonitorEvent } from '@twotwenty/contracts/history';
import { MAX_TIMELINE_ENTRIES, type Incident, type IncidentQuery, type Timeline } from '@twotwenty/contracts/incident';
import { REPAIR_TYPES } from '@twotwenty/domain/recovery/repair-types';
import type { DataSource } from 'typeorm';
import { SELECT_RUNS, toRun, type RunRow } from './action-run.rows.js';
import { toEvent, type EventRow } from './event.rows.js';
import { slice, type Slice } from './page.js';
import { repairDetails } from './repair-detail.js';
import { StorageError } from './storage-error.js';

export type IncidentFilter = Pick<IncidentQuery, 'monitorId' | 'open'>;

/** Where a page begins: before this instant and, at the same instant, this id. */
export interface IncidentKey {
  readonly at: string;
  readonly id: string;
}

type IncidentRow = Pick<Incident, 'id' | 'monitorId' | 'monitorName' | 'ending' | 'alerts' | 'repairs'> & {
  readonly monitorKey: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly exactAt: string;
};

const SELECT_INCIDENTS = `
  SELECT incident.id, monitor.id AS "monitorId", monitor.key AS "monitorKey", monitor.name AS "monitorName",
         incident.started_at AS "startedAt", incident.ended_at AS "endedAt", incident.ending, incident.alerts,
         (SELECT count(*)::int FROM action_run run
          WHERE run.incident_id = incident.id AND run.action_type = ANY($1::text[])) AS repairs,
         to_char(incident.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "exactAt"
  FROM incident JOIN monitor ON monitor.key = incident.monitor_key`;

// What happened to the monitor from the first failure to the end; the recovery is written at the very moment of the end.
const SELECT_EVENTS = `
  SELECT event.id, $4::uuid AS "monitorId", event.at, event.type, event.test_number AS "testNumber", event.reason, event.data
  FROM event
  WHERE event.monitor_key = $1 AND event.at >= $2 AND event.at <= coalesce($3, now())
  ORDER BY event.id LIMIT ${MAX_TIMELINE_ENTRIES + 1}`;

/** Outages, and what happened in them. */
export class IncidentRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Incidents, the latest first. */
  async list(limit: number, before: IncidentKey | null, filter: IncidentFilter): Promise<Slice<Incident, IncidentKey>> {
    const parameters: unknown[] = [REPAIR_TYPES, limit + 1];
    const place = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = [
      ...(filter.monitorId === undefined ? [] : [`monitor.id = ${place(filter.monitorId)}`]),
      ...(filter.open === undefined ? [] : [`incident.ended_at IS ${filter.open === 'true' ? 'NULL' : 'NOT NULL'}`]),
      ...(before === null ? [] : [`(incident.started_at, incident.id) < (${place(before.at)}, ${place(before.id)})`]),
    ];
    const rows = await this.dataSource.query<IncidentRow[]>(
      `${SELECT_INCIDENTS} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY incident.started_at DESC, incident.id DESC LIMIT $2`,
      parameters,
    );
    return slice(rows, limit, ({ exactAt, id }) => ({ at: exactAt, id }), toIncident);
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<Incident> {
    return toIncident(await this.find(id));
  }

  /** What happened in an incident and what was done about it, oldest first. @throws StorageError `not-found` */
  async timeline(id: string): Promise<Timeline> {
    const row = await this.find(id);
    const [events, runs] = await Promise.all([this.events(row), this.runs(id)]);
    const entries = [...events, ...runs].sort((left, right) => left.at.localeCompare(right.at));
    return {
      incident: toIncident(row),
      entries: entries.slice(0, MAX_TIMELINE_ENTRIES),
      isComplete: entries.length <= MAX_TIMELINE_ENTRIES,
    };
  }

  private async find(id: string): Promise<IncidentRow> {
    const [row] = await this.dataSource.query<IncidentRow[]>(`${SELECT_INCIDENTS} WHERE incident.id = $2`, [
      REPAIR_TYPES,
      id,
    ]);
    if (row === undefined) throw new StorageError('not-found', 'There is no such incident.');
    return row;
  }

  private async events({ monitorKey, monitorId, startedAt, endedAt }: IncidentRow): Promise<Timeline['entries']> {
    const rows = await this.dataSource.query<EventRow[]>(SELECT_EVENTS, [monitorKey, startedAt, endedAt, monitorId]);
    const events = rows.map(toEvent).filter((event): event is MonitorEvent => event !== null);
    return events.map((event) => ({ type: 'event', at: event.at, event }));
  }

  private async runs(incidentId: string): Promise<Timeline['entries']> {
    const rows = await this.dataSource.query<RunRow[]>(
      `${SELECT_RUNS} WHERE run.incident_id = $1 ORDER BY run.sequence LIMIT ${MAX_TIMELINE_ENTRIES + 1}`,
      [incidentId],
    );
    const runs = rows.map(toRun);
    const details = await repairDetails(this.dataSource.manager, runs);
    return runs.map((run) => {
      const repair = details.get(run.id) ?? null;
      return { type: 'run', at: run.startedAt ?? run.createdAt, run: { ...run, repair } };
    });
  }
}

function toIncident(row: IncidentRow): Incident {
  const { monitorKey: _, exactAt: __, startedAt, endedAt, ...incident } = row;
  return { ...incident, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}

import type { MonitorEvent } from '@twotwenty/contracts/history';
import {
  CHANGED_RESOURCES,
  MAX_STREAM_EVENTS,
  MAX_STREAM_IDS,
  STREAM_MEMORY_SECONDS,
  type ChangedResource,
} from '@twotwenty/contracts/stream';
import type { DataSource } from 'typeorm';
import { readPosition, writePosition, type Position } from './change.position.js';
import { toEvent, type EventRow } from './event.rows.js';
import { queryPrepared } from './prepared.js';

/** What became visible between two positions. */
export interface Changes {
  /** Of the later one, as text. */
  readonly position: string;
  /** In the order of their ids. */
  readonly events: readonly MonitorEvent[];
  /** By resource: ids of what changed; null: too many, or not known. */
  readonly resources: ReadonlyMap<ChangedResource, readonly string[] | null>;
  /** Monitors that have new results; null: too many. */
  readonly tested: readonly string[] | null;
}

interface ChangeRow {
  readonly topic: string;
  readonly keys: readonly number[] | null;
  readonly ids: readonly string[] | null;
}

interface Found extends Position {
  readonly changes: readonly ChangeRow[] | null;
}

/** More notes than this between two positions are more than anybody wants to be told one by one. */
const MAX_NOTES = 5000;
/** Longer than what is promised, so that what is promised is there. */
const KEPT_SECONDS = STREAM_MEMORY_SECONDS + 60;

const SELECT_POSITION = `
  SELECT floor(extract(epoch FROM pg_postmaster_start_time()) * 1000)::float8 AS "startedAtMs",
         floor(extract(epoch FROM clock_timestamp()))::float8 AS "atSeconds", pg_current_snapshot()::text AS snapshot`;

// All in one statement, so of one snapshot. A row that came from a backup may name a transaction that is still to come here.
const SELECT_CHANGES = `
  ${SELECT_POSITION},
    (SELECT json_agg(found) FROM (
       SELECT topic, keys, ids FROM change
       WHERE xid >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint
         AND NOT pg_visible_in_snapshot(xid::text::xid8, $1::pg_snapshot)
         AND pg_visible_in_snapshot(xid::text::xid8, coalesce($2::pg_snapshot, pg_current_snapshot()))
       LIMIT ${MAX_NOTES + 1}) AS found) AS changes`;

const SELECT_EVENTS = `
  SELECT event.id, monitor.id AS "monitorId", event.at, event.type, event.test_number AS "testNumber", event.reason, event.data
  FROM event JOIN monitor ON monitor.key = event.monitor_key
  WHERE event.id = ANY($1::bigint[]) ORDER BY event.id`;

/**
 * What changed in the last minutes, whoever changed it: writers note it in their own transactions (`ChangeEntity`).
 *
 * Readers ask for what became visible between two snapshots. A transaction that ends late is then neither passed over nor told
 * twice, and nobody waits for it.
 */
export class ChangeRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The present moment. */
  async position(): Promise<string> {
    const [found] = await this.dataSource.query<Position[]>(SELECT_POSITION);
    if (found === undefined) throw new Error('Postgres did not say what is visible');
    return writePosition(found);
  }

  /**
   * What became visible since a position.
   * @param from as `position` gave it; a text that is none is taken as too old
   * @param until up to this position; left out: up to now
   * @returns null when it can't be told in full: too long ago, from before a start of Postgres, or too much
   */
  async between(from: string, until?: string): Promise<Changes | null> {
    const begin = readPosition(from);
    const end = until === undefined ? null : readPosition(until);
    if (begin === null) return null;
    const [found] = await queryPrepared<Found>(this.dataSource.manager, SELECT_CHANGES, [
      begin.snapshot,
      end?.snapshot ?? null,
    ]);
    if (found === undefined) throw new Error('Postgres did not say what is visible');
    if (!isRemembered(begin, found)) return null;
    const notes = found.changes ?? [];
    const events = notes.filter(({ topic }) => topic === 'events').map(({ keys }) => keys);
    if (notes.length > MAX_NOTES || events.includes(null)) return null;
    const eventIds = events.flatMap((keys) => keys ?? []);
    if (eventIds.length > MAX_STREAM_EVENTS) return null;
    return {
      position: until ?? writePosition(found),
      events: await this.events(eventIds),
      resources: byResource(notes),
      tested: await this.monitorIds(notes.filter(({ topic }) => topic === 'tests').map(({ keys }) => keys)),
    };
  }

  /**
   * Deletes what nobody is told any more.
   * @param limit the most rows at once
   * @returns how many; `limit` of them means that there may be more
   */
  async deleteOld(limit: number): Promise<number> {
    const [, deleted] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM change WHERE (xid, id) IN (
         SELECT xid, id FROM change WHERE at < now() - make_interval(secs => $2) ORDER BY xid, id LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit, KEPT_SECONDS],
    );
    return deleted;
  }

  private async events(ids: readonly number[]): Promise<MonitorEvent[]> {
    if (ids.length === 0) return [];
    const rows = await this.dataSource.query<EventRow[]>(SELECT_EVENTS, [ids]);
    return rows.map(toEvent).filter((event) => event !== null);
  }

  private async monitorIds(batches: readonly (readonly number[] | null)[]): Promise<string[] | null> {
    const keys = new Set(batches.flatMap((batch) => batch ?? []));
    if (keys.size === 0) return [];
    if (keys.size > MAX_STREAM_IDS) return null;
    const rows = await queryPrepared<{ id: string }>(
      this.dataSource.manager,
      'SELECT id FROM monitor WHERE key = ANY($1::int[])',
      [[...keys]],
    );
    return rows.map(({ id }) => id);
  }
}

function isRemembered(begin: Position, now: Position): boolean {
  return begin.startedAtMs === now.startedAtMs && now.atSeconds - begin.atSeconds <= STREAM_MEMORY_SECONDS;
}

function byResource(notes: readonly ChangeRow[]): Map<ChangedResource, readonly string[] | null> {
  const resources = new Map<ChangedResource, readonly string[] | null>();
  for (const resource of CHANGED_RESOURCES) {
    const batches = notes.filter(({ topic }) => topic === resource).map(({ ids }) => ids);
    if (batches.length > 0) resources.set(resource, together(batches));
  }
  return resources;
}

function together(batches: readonly (readonly string[] | null)[]): string[] | null {
  if (batches.includes(null)) return null;
  const ids = [...new Set(batches.flatMap((batch) => batch ?? []))];
  return ids.length > MAX_STREAM_IDS ? null : ids;
}

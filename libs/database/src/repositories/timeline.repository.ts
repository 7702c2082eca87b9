import type { MonitorTimelineEntry, TimelineKind } from '@twotwenty/contracts/monitor-timeline';
import { REPAIR_TYPES } from '@twotwenty/domain/recovery/repair-types';
import type { DataSource } from 'typeorm';
import { SELECT_RUNS, toRun, type RunRow } from './action-run.rows.js';
import { toEvent, type EventRow } from './event.rows.js';
import { keyOfMonitor } from './monitor.key.js';
import { slice, type Slice } from './page.js';

const EVENT = 0;
const RUN = 1;

/** Where a page begins: before this instant and, at the same instant, this place in its list; runs come after events. */
export interface TimelineKey {
  readonly at: string;
  readonly source: number;
  readonly place: string;
}

interface PlaceRow extends TimelineKey {
  readonly exactAt: Date;
}

/** Which types of events a kind has; none of those that are no events. */
const EVENT_TYPES: Readonly<Record<TimelineKind, readonly string[]>> = {
  state: ['state-changed'],
  alert: ['alert-raised', 'recovered'],
  hold: ['hold-began', 'hold-ended'],
  'no-verdict': ['test-unknown'],
  notice: [],
  repair: [],
};

/** What happened to a monitor and what was done about it, in one list. */
export class TimelineRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * A page of the timeline, newest first. Runs stand at the moment of what they tell, which never changes.
   * @param kind undefined for everything
   * @throws StorageError `not-found`
   */
  async page(
    monitorId: string,
    kind: TimelineKind | undefined,
    limit: number,
    before: TimelineKey | null,
  ): Promise<Slice<MonitorTimelineEntry, TimelineKey>> {
    const monitorKey = await keyOfMonitor(this.dataSource.manager, monitorId);
    const { text, parameters } = selectPlaces(monitorKey, kind, limit + 1, before);
    const places = await this.dataSource.query<PlaceRow[]>(text, parameters);
    const entries = await this.entries(monitorId, places);
    const page = slice(
      places,
      limit,
      ({ at, source, place }) => ({ at, source, place }),
      (place) => entries.get(keyOf(place)) ?? null,
    );
    // Null: an event of a later version.
    return { ...page, items: page.items.filter((entry) => entry !== null) };
  }

  private async entries(
    monitorId: string,
    places: readonly PlaceRow[],
  ): Promise<ReadonlyMap<string, MonitorTimelineEntry>> {
    const entries = new Map<string, MonitorTimelineEntry>();
    for (const row of await this.events(monitorId, placesOf(places, EVENT))) {
      const event = toEvent(row);
      if (event !== null) entries.set(keyOf({ source: EVENT, place: row.id }), { type: 'event', at: event.at, event });
    }
    const instants = new Map(places.map((place) => [keyOf(place), place.exactAt]));
    for (const row of await this.runs(placesOf(places, RUN))) {
      const key = keyOf({ source: RUN, place: row.sequence });
      const at = (instants.get(key) ?? row.createdAt).toISOString();
      entries.set(key, { type: 'run', at, run: toRun(row) });
    }
    return entries;
  }

  private async events(monitorId: string, ids: readonly string[]): Promise<EventRow[]> {
    if (ids.length === 0) return [];
    return this.dataSource.query<EventRow[]>(
      `SELECT id, $2::uuid AS "monitorId", at, type, test_number AS "testNumber", reason, data
       FROM event WHERE id = ANY($1::bigint[])`,
      [ids, monitorId],
    );
  }

  private async runs(sequences: readonly string[]): Promise<RunRow[]> {
    if (sequences.length === 0) return [];
    return this.dataSource.query<RunRow[]>(`${SELECT_RUNS} WHERE run.sequence = ANY($1::bigint[])`, [sequences]);
  }
}

function keyOf({ source, place }: Pick<TimelineKey, 'source' | 'place'>): string {
  return `${source} ${place}`;
}

function placesOf(places: readonly PlaceRow[], source: number): string[] {
  return places.filter((each) => each.source === source).map(({ place }) => place);
}

/** Each list gives as many as the page has at most, from an index; then they are put in order. */
function selectPlaces(
  monitorKey: number,
  kind: TimelineKind | undefined,
  limit: number,
  before: TimelineKey | null,
): { readonly text: string; readonly parameters: unknown[] } {
  const parameters: unknown[] = [monitorKey, limit];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const after = before === null ? null : [place(before.at), place(before.source), place(before.place)];
  // The first condition follows from the second, and is the one that an index answers.
  const isBefore = (at: string, source: number, key: string): string =>
    after === null
      ? ''
      : `AND ${at} <= ${after[0]} AND (${at}, ${source}, ${key}) < (${after[0]}, ${after[1]}::int, ${after[2]}::bigint)`;
  const eventKinds = kind === undefined ? '' : `AND event.type = ANY(${place(EVENT_TYPES[kind])}::text[])`;
  const text = `
    SELECT source, place, at AS "exactAt", to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM (
      (SELECT ${EVENT} AS source, event.id AS place, event.at FROM event
       WHERE event.monitor_key = $1 ${eventKinds} ${isBefore('event.at', EVENT, 'event.id')}
       ORDER BY event.at DESC, event.id DESC LIMIT $2)
      UNION ALL
      (SELECT ${RUN}, run.sequence, notice.at FROM notice JOIN action_run run ON run.notice_id = notice.id
       WHERE notice.monitor_key = $1 ${runKinds(kind, place)} ${isBefore('notice.at', RUN, 'run.sequence')}
       ORDER BY notice.at DESC, run.sequence DESC LIMIT $2)
    ) entry ORDER BY entry.at DESC, source DESC, place DESC LIMIT $2`;
  return { text, parameters };
}

function runKinds(kind: TimelineKind | undefined, place: (value: unknown) => string): string {
  if (kind === undefined) return '';
  if (kind === 'repair') return `AND run.action_type = ANY(${place(REPAIR_TYPES)}::text[])`;
  return kind === 'notice' ? `AND run.action_type <> ALL(${place(REPAIR_TYPES)}::text[])` : 'AND false';
}

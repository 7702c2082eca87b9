import type { Monitor } from '@twotwenty/contracts/monitor';
import {
  MAX_SUMMARY_PARTS,
  type MonitorFilter,
  type MonitorQuery,
  type MonitorSummary,
  type StandingCounts,
  type SummaryPart,
  type SummaryQuery,
} from '@twotwenty/contracts/monitor-list';
import { STANDINGS, TROUBLED } from '@twotwenty/domain/standing';
import type { DataSource } from 'typeorm';
import {
  conditionsOf,
  cursorText,
  LISTED_NO_DATA,
  severityOf,
  SORT_PLANS,
  standingOfSeverity,
  type Conditions,
} from './monitor-list.sql.js';
import { MONITOR_COLUMNS, toMonitor, type MonitorRow } from './monitor.mapper.js';
import { slice, type Slice } from './page.js';

/** Where a page of monitors begins: after these values of its order, as text, and this internal key. */
export interface ListKey {
  readonly values: readonly string[];
  readonly key: number;
}

/** In which order monitors come. */
export type ListOrder = Pick<MonitorQuery, 'sort' | 'order'>;

/** Monitors as people look through them: found, sorted and counted by the narrow rows of `monitor_listing`. */
export class MonitorListRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** A page of the monitors that match a filter. @param after null for the first page */
  async list(
    limit: number,
    after: ListKey | null,
    filter: MonitorFilter = {},
    order: ListOrder = { sort: 'age', order: 'asc' },
  ): Promise<Slice<Monitor, ListKey>> {
    const { statement, parameters } = pageStatement(limit, after, conditionsOf(filter), order);
    const rows = await this.dataSource.query<(MonitorRow & { sortValues: string[] })[]>(statement, parameters);
    return slice(rows, limit, ({ key, sortValues }) => ({ key, values: sortValues }), toMonitor);
  }

  /** How many monitors that match a filter there are of each standing. */
  async summary({ by, ...filter }: SummaryQuery): Promise<MonitorSummary> {
    const { sql, parameters } = conditionsOf(filter);
    const rows = await this.dataSource.query<{ severity: number; count: number; noData: number }[]>(
      `SELECT severity, count(*)::int AS count, count(*) FILTER (WHERE ${LISTED_NO_DATA})::int AS "noData"
       FROM monitor_listing listing ${where(sql)} GROUP BY severity`,
      [...parameters],
    );
    const counts = Object.fromEntries(STANDINGS.map((standing) => [standing, 0])) as Record<
      keyof StandingCounts,
      number
    >;
    for (const { severity, count } of rows) counts[standingOfSeverity(severity)] = count;
    return {
      total: rows.reduce((sum, { count }) => sum + count, 0),
      counts,
      noData: rows.reduce((sum, { noData }) => sum + noData, 0),
      worst: STANDINGS.find((standing) => counts[standing] > 0) ?? null,
      parts: by === undefined ? null : await this.parts(by, filter),
    };
  }

  private async parts(by: 'device' | 'tag', filter: MonitorFilter): Promise<SummaryPart[]> {
    const { sql, parameters } = conditionsOf({ ...filter, status: [...TROUBLED] });
    const [subject, name, joins] =
      by === 'device'
        ? ['device.id::text', 'device.name', 'JOIN device ON device.id = listing.device_id']
        : ['tag', 'tag', 'CROSS JOIN unnest(listing.tags) tag'];
    const count = (standing: (typeof TROUBLED)[number]): string =>
      `count(*) FILTER (WHERE severity = ${severityOf(standing)})::int AS ${standing}`;
    const rows = await this.dataSource.query<(Omit<SummaryPart, 'since'> & { since: Date })[]>(
      `SELECT ${subject} AS id, ${name} AS name, ${TROUBLED.map(count).join(', ')}, min(since) AS since
       FROM monitor_listing listing ${joins} ${where(sql)}
       GROUP BY 1, 2 ORDER BY down DESC, lost DESC, warn DESC, name, id LIMIT ${MAX_SUMMARY_PARTS}`,
      [...parameters],
    );
    return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
  }
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/**
 * A page is cut out of the narrow rows first; what people read of it is looked up for its rows alone. What is narrowed is
 * gathered before it is sorted: walking an index in order until a rare match comes would read all of it.
 */
function pageStatement(
  limit: number,
  after: ListKey | null,
  conditions: Conditions,
  { sort, order }: ListOrder,
): { statement: string; parameters: unknown[] } {
  const { values, joins, isReversed } = SORT_PLANS[sort];
  const isDescending = (order === 'desc') !== isReversed;
  const direction = isDescending ? 'DESC' : 'ASC';
  const parameters: unknown[] = [...conditions.parameters];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const outside: string[] = [];
  if (after !== null) {
    const bounds = values.map(({ type }, index) => `${place(after.values[index])}::${type}`);
    const row = [...values.map(({ sql }) => sql), 'listing.monitor_key'].join(', ');
    outside.push(`(${row}) ${isDescending ? '<' : '>'} (${[...bounds, `${place(after.key)}::int`].join(', ')})`);
  }
  const gathered = conditions.isNarrowed
    ? `(SELECT * FROM monitor_listing listing ${where(conditions.sql)} OFFSET 0) listing`
    : 'monitor_listing listing';
  const inside = conditions.isNarrowed ? [] : conditions.sql;
  const ordering = [...values.map(({ sql }) => sql), 'listing.monitor_key'].map((sql) => `${sql} ${direction}`);
  const names = values.map((_, index) => `page.value_${index}`);
  const statement = `
    WITH page AS MATERIALIZED (
      SELECT ${[...values.map(({ sql }, index) => `${sql} AS value_${index}`), 'listing.monitor_key'].join(', ')}
      FROM ${gathered} ${joins} ${where([...inside, ...outside])}
      ORDER BY ${ordering.join(', ')} LIMIT ${place(limit + 1)}
    )
    SELECT ${MONITOR_COLUMNS},
           ARRAY[${values.map(({ type }, index) => cursorText(`page.value_${index}`, type)).join(', ')}]::text[] AS "sortValues"
    FROM page JOIN monitor ON monitor.key = page.monitor_key JOIN monitor_state state ON state.monitor_key = monitor.key
    ORDER BY ${[...names, 'page.monitor_key'].map((name) => `${name} ${direction}`).join(', ')}`;
  return { statement, parameters };
}

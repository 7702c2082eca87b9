import type { Monitor } from '@twotwenty/contracts/monitor';
import {
  MAX_SUMMARY_PARTS,
  type MonitorFilter,
  type MonitorSummary,
  type StandingCounts,
  type SummaryPart,
  type SummaryQuery,
} from '@twotwenty/contracts/monitor-list';
import { STANDINGS, TROUBLED } from '@twotwenty/domain/standing';
import type { DataSource } from 'typeorm';
import { pageStatement, type ListKey, type ListOrder } from './monitor-list.page.js';
import { conditionsOf, LISTED_NO_DATA, severityOf, standingOfSeverity, where } from './monitor-list.sql.js';
import { toMonitor, type MonitorRow } from './monitor.mapper.js';
import { slice, type Slice } from './page.js';

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

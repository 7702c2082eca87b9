import type { MonitorEvent, Result } from '@twotwenty/contracts/history';
import { permanence } from '@twotwenty/domain/permanence';
import type { DataSource } from 'typeorm';
import type { ProbeResultEntity } from '../entities/probe-result.entity.js';
import { toEvent, type EventRow } from './event.rows.js';
import { keyOfMonitor } from './monitor.key.js';
import { slice, type Slice } from './page.js';

/** Where a page of results begins: before this instant (microseconds and all) and, at the same instant, this site. */
export interface ResultKey {
  readonly at: string;
  readonly siteKey: number;
}

export type EventOrder = 'asc' | 'desc';

type ResultRow = Omit<ProbeResultEntity, 'monitorKey' | 'phase'> & {
  readonly phase: Result['phase'];
  readonly site: string;
  readonly exactAt: string;
  readonly detail: StoredDetail | null;
};

type Detail = NonNullable<Result['detail']>;
type Added<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
type StoredDetail = Omit<Added<Detail, 'extensions' | 'tls'>, 'reply'> & {
  readonly reply: Added<NonNullable<Detail['reply']>, 'enhancedCode'> | null;
};

// The page is cut before names and details are looked up. The results of a site that was removed are still shown.
const SELECT_RESULTS = `
  SELECT result.at, result.test_number AS "testNumber", result.site_key AS "siteKey",
         coalesce(site.name, 'removed-' || result.site_key) AS site, result.passed, result.suspect, result.phase, result.code,
         result.reply_code AS "replyCode", result.dns_ms AS "dnsMs", result.connect_ms AS "connectMs",
         result.greeting_ms AS "greetingMs", result.ehlo_ms AS "ehloMs", result.tls_ms AS "tlsMs", result.quit_ms AS "quitMs",
         result.total_ms AS "totalMs", detail.detail,
         to_char(result.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "exactAt"
  FROM (
    SELECT * FROM probe_result
    WHERE monitor_key = $1 AND ($3::timestamptz IS NULL OR (at, site_key) < ($3, $4::smallint))
    ORDER BY at DESC, site_key DESC LIMIT $2
  ) result
  LEFT JOIN site ON site.key = result.site_key
  LEFT JOIN LATERAL (
    SELECT probe_detail.detail FROM probe_detail
    WHERE probe_detail.monitor_key = $1 AND probe_detail.at = result.at AND probe_detail.site_key = result.site_key
  ) detail ON true
  ORDER BY result.at DESC, result.site_key DESC`;

/** What happened to monitors, and what the sites saw. */
export class HistoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Events of one monitor or of all.
   * @param monitorId null for all monitors
   * @param after the id of the last event of the page before
   * @throws StorageError `not-found`
   */
  async events(
    monitorId: string | null,
    order: EventOrder,
    limit: number,
    after: string | null,
  ): Promise<Slice<MonitorEvent, string>> {
    const monitorKey = monitorId === null ? null : await keyOfMonitor(this.dataSource.manager, monitorId);
    const direction = order === 'asc' ? 'ASC' : 'DESC';
    const parameters: unknown[] = [limit + 1];
    const place = (value: unknown): string => `$${parameters.push(value)}`;
    const conditions = [
      ...(monitorKey === null ? [] : [`event.monitor_key = ${place(monitorKey)}`]),
      ...(after === null ? [] : [`event.id ${order === 'asc' ? '>' : '<'} ${place(after)}`]),
    ];
    const rows = await this.dataSource.query<EventRow[]>(
      `SELECT event.id, monitor.id AS "monitorId", event.at, event.type, event.test_number AS "testNumber", event.reason, event.data
       FROM event JOIN monitor ON monitor.key = event.monitor_key
       ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY event.id ${direction} LIMIT $1`,
      parameters,
    );
    const page = slice(rows, limit, (row) => row.id, toEvent);
    return { ...page, items: page.items.filter((event) => event !== null) };
  }

  /** What the sites saw of a monitor, newest first. @throws StorageError `not-found` */
  async results(monitorId: string, limit: number, before: ResultKey | null): Promise<Slice<Result, ResultKey>> {
    const rows = await this.dataSource.query<ResultRow[]>(SELECT_RESULTS, [
      await keyOfMonitor(this.dataSource.manager, monitorId),
      limit + 1,
      before?.at ?? null,
      before?.siteKey ?? null,
    ]);
    return slice(rows, limit, (row) => ({ at: row.exactAt, siteKey: row.siteKey }), toResult);
  }
}

function toResult(row: ResultRow): Result {
  return {
    at: row.at.toISOString(),
    testNumber: row.testNumber,
    site: row.site,
    passed: row.passed,
    suspect: row.suspect === true,
    phase: row.phase,
    code: row.code,
    replyCode: row.replyCode,
    replyPermanence: permanence(row.replyCode),
    timings: {
      dnsMs: row.dnsMs,
      connectMs: row.connectMs,
      greetingMs: row.greetingMs,
      ehloMs: row.ehloMs,
      tlsMs: row.tlsMs,
      quitMs: row.quitMs,
      totalMs: row.totalMs,
    },
    detail: row.detail === null ? null : toDetail(row.detail),
  };
}

/** Details that were stored before TLS was spoken know nothing of what EHLO and the handshake show. */
function toDetail(stored: StoredDetail): Result['detail'] {
  const reply = stored.reply === null ? null : { enhancedCode: null, ...stored.reply };
  return { extensions: null, tls: null, ...stored, reply };
}

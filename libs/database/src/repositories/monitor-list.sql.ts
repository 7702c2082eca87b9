import type { MonitorFilter, MonitorSort } from '@twotwenty/contracts/monitor-list';
import { standingsOf, STANDINGS, type Standing } from '@twotwenty/domain/standing';
import { LOST_SITES } from './monitor.mapper.js';
import { containing } from './page.js';

/**
 * Whether nobody is there to test a monitor; its table is called `listing`. As `HAS_NO_DATA`, of narrower rows. While no site is
 * lost, which is looked at first, no row is.
 */
export const LISTED_NO_DATA = `(
  cardinality(${LOST_SITES}) > 0 AND listing.is_tested AND listing.sites && ${LOST_SITES} AND listing.sites <@ ${LOST_SITES})`;

/** How the monitors of `monitor_listing` are found: conditions that must all be true, and what stands at their places. */
export interface Conditions {
  readonly sql: readonly string[];
  readonly parameters: readonly unknown[];
  /** Whether anything but the standing narrows the list: then it is gathered before it is sorted. */
  readonly isNarrowed: boolean;
  /** An array of what the standing may be. */
  readonly severities: string;
}

export function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/** How bad a standing is, as `monitor_severity` counts it: more is worse. */
export function severityOf(standing: Standing): number {
  return STANDINGS.length - 1 - STANDINGS.indexOf(standing);
}

/** The standing of a severity. @throws when there is none, which the migration and this file would disagree about */
export function standingOfSeverity(severity: number): Standing {
  const standing = STANDINGS[STANDINGS.length - 1 - severity];
  if (standing === undefined) throw new Error(`there is no severity ${severity}`);
  return standing;
}

/** What a filter asks of `listing`. */
export function conditionsOf(filter: MonitorFilter): Conditions {
  const parameters: unknown[] = [];
  const sql: string[] = [];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const { ids, deviceId, tag, q, site, enabled, noData, status } = filter;
  if (ids !== undefined) {
    sql.push(`listing.monitor_key = ANY(ARRAY(SELECT key FROM monitor WHERE id = ANY(${place(ids)}::uuid[])))`);
  }
  if (deviceId !== undefined) sql.push(`listing.device_id = ${place(deviceId)}::uuid`);
  if (tag !== undefined) {
    const tags = `ARRAY[${place(tag)}::text]`;
    sql.push(`(listing.tags @> ${tags} OR listing.device_id IN (SELECT id FROM device WHERE device.tags @> ${tags}))`);
  }
  if (q !== undefined) {
    const pattern = `lower(${place(containing(q))}::text)`;
    sql.push(`(listing.search LIKE ${pattern}
               OR listing.device_id IN (SELECT id FROM device WHERE lower(device.name) LIKE ${pattern}))`);
  }
  if (site !== undefined) sql.push(`listing.sites @> ARRAY[${place(site)}::text]`);
  if (enabled !== undefined) sql.push(`listing.severity ${enabled === 'true' ? '>' : '='} ${severityOf('disabled')}`);
  if (noData !== undefined) sql.push(noData === 'true' ? LISTED_NO_DATA : `NOT ${LISTED_NO_DATA}`);
  const isNarrowed = sql.length > 0 || status?.includes('noData') === true;
  let severities = `'{${STANDINGS.map(severityOf).join(', ')}}'::smallint[]`;
  if (status !== undefined) {
    severities = `${place(standingsOf(status).map(severityOf))}::smallint[]`;
    const stands = `listing.severity = ANY(${severities})`;
    sql.push(status.includes('noData') ? `(${stands} OR ${LISTED_NO_DATA})` : stands);
  }
  return { sql, parameters, isNarrowed, severities };
}

/** One order of the list. All of its values go the same way, and the key of the monitor comes last. */
export interface SortPlan {
  /** What it sorts by, and the type of it. */
  readonly values: readonly { readonly sql: string; readonly type: SortType }[];
  /** Tables it needs besides `listing`. */
  readonly joins: string;
  /** Whether `asc` goes from the largest value to the smallest. */
  readonly isReversed: boolean;
}
export type SortType = 'smallint' | 'timestamptz' | 'text' | 'real';

const WITH_STATE = 'JOIN monitor_state state ON state.monitor_key = listing.monitor_key';
const SINCE = { sql: 'listing.since', type: 'timestamptz' } as const;

/** Devices with what they are sorted by. */
export const ORDERED_DEVICES = '(SELECT id, lower(name) AS name_order FROM device) device';

/** Values are never null: a cursor could not say where to go on. */
export const SORT_PLANS: Readonly<Record<MonitorSort, SortPlan>> = {
  age: { values: [], joins: '', isReversed: false },
  trouble: { values: [{ sql: 'listing.severity', type: 'smallint' }, SINCE], joins: '', isReversed: true },
  name: { values: [{ sql: 'listing.name_order', type: 'text' }], joins: '', isReversed: false },
  since: { values: [SINCE], joins: '', isReversed: false },
  lastTest: {
    values: [
      {
        sql: `CASE WHEN state.test_number = 0 THEN 'epoch'::timestamptz ELSE state.test_started_at END`,
        type: 'timestamptz',
      },
    ],
    joins: WITH_STATE,
    isReversed: false,
  },
  responseTime: {
    values: [{ sql: 'coalesce(state.response_ms, -1)', type: 'real' }],
    joins: WITH_STATE,
    isReversed: false,
  },
  device: {
    values: [{ sql: 'device.name_order', type: 'text' }],
    joins: `JOIN ${ORDERED_DEVICES} ON device.id = listing.device_id`,
    isReversed: false,
  },
};

/** A value of an order as text that it comes back from unchanged, for a cursor. */
export function cursorText(sql: string, type: SortType): string {
  if (type === 'timestamptz') return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return `${sql}::text`;
}

import type { MonitorQuery } from '@twotwenty/contracts/monitor-list';
import { cursorText, ORDERED_DEVICES, SORT_PLANS, where, type Conditions } from './monitor-list.sql.js';
import { MONITOR_COLUMNS } from './monitor.mapper.js';

/** Where a page of monitors begins: after these values of its order, as text, and this internal key. */
export interface ListKey {
  readonly values: readonly string[];
  readonly key: number;
}

/** In which order monitors come. */
export type ListOrder = Pick<MonitorQuery, 'sort' | 'order'>;

interface Statement {
  readonly statement: string;
  readonly parameters: readonly unknown[];
}

/** Pieces of the statement that cuts a page out of the narrow rows. */
interface Cut {
  readonly conditions: Conditions;
  /** What comes after the page before; empty for the first page. */
  readonly after: readonly string[];
  readonly ordering: string;
  readonly limit: string;
  readonly joins: string;
}

/**
 * The statement that reads a page. It is cut out of narrow rows first; what people read of it is looked up for its rows alone.
 * @param limit rows of the page; one more is read
 * @param after null for the first page
 */
export function pageStatement(
  limit: number,
  after: ListKey | null,
  conditions: Conditions,
  { sort, order }: ListOrder,
): Statement {
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
    // Follows from the row, and passes over whole devices.
    const [first] = values;
    if (first !== undefined) outside.push(`${first.sql} ${isDescending ? '<=' : '>='} ${bounds[0] ?? ''}`);
  }
  const ordering = [...values.map(({ sql }) => sql), 'listing.monitor_key']
    .map((sql) => `${sql} ${direction}`)
    .join(', ');
  const cut = { conditions, after: outside, ordering, limit: place(limit + 1), joins };
  const names = values.map((_, index) => `page.value_${index}`);
  const statement = `
    WITH page AS MATERIALIZED (
      SELECT ${[...values.map(({ sql }, index) => `${sql} AS value_${index}`), 'listing.monitor_key'].join(', ')}
      FROM ${SHORT_CUTS[sort]?.(cut) ?? everything(cut)}
      ORDER BY ${ordering} LIMIT ${cut.limit}
    )
    SELECT ${MONITOR_COLUMNS},
           ARRAY[${values.map(({ type }, index) => cursorText(`page.value_${index}`, type)).join(', ')}]::text[] AS "sortValues"
    FROM page JOIN monitor ON monitor.key = page.monitor_key JOIN monitor_state state ON state.monitor_key = monitor.key
    ORDER BY ${[...names, 'page.monitor_key'].map((name) => `${name} ${direction}`).join(', ')}`;
  return { statement, parameters };
}

/**
 * All rows that match. What is narrowed is gathered before it is sorted: walking an index in order until a rare match comes
 * would read all of it.
 */
function everything({ conditions, after, joins }: Cut): string {
  return conditions.isNarrowed
    ? `(SELECT * FROM monitor_listing listing ${where(conditions.sql)} OFFSET 0) listing ${joins} ${where(after)}`
    : `monitor_listing listing ${joins} ${where([...conditions.sql, ...after])}`;
}

/** Orders in which a page is found without a look at every monitor, or at one table instead of two; null: not with these filters. */
const SHORT_CUTS: Readonly<Partial<Record<ListOrder['sort'], (cut: Cut) => string | null>>> = {
  since: ofEachStanding,
  device: deviceByDevice,
  lastTest: ofStatesAlone,
  responseTime: ofStatesAlone,
};

/** Each standing gives as many as the page has at most, from the index that has them by `since`. */
function ofEachStanding({ conditions, after, ordering, limit }: Cut): string | null {
  if (conditions.isNarrowed) return null;
  return `unnest(${conditions.severities}) standing (severity),
    LATERAL (SELECT * FROM monitor_listing listing ${where(['listing.severity = standing.severity', ...after])}
             ORDER BY ${ordering} LIMIT ${limit}) listing`;
}

/** The monitors of one device after those of another, until the page is full. */
function deviceByDevice({ conditions, after, ordering }: Cut): string | null {
  if (conditions.sql.length > 0) return null;
  const [byDevice] = ordering.split(', ');
  return `(SELECT * FROM ${ORDERED_DEVICES} ORDER BY ${byDevice} OFFSET 0) device,
    LATERAL (SELECT key AS monitor_key FROM monitor WHERE monitor.device_id = device.id OFFSET 0) listing ${where(after)}`;
}

/** Every monitor has a state. */
function ofStatesAlone({ conditions, after }: Cut): string | null {
  return conditions.sql.length > 0
    ? null
    : `monitor_state state, LATERAL (SELECT state.monitor_key) listing ${where(after)}`;
}

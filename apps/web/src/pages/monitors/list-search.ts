import { MONITOR_SORTS, STATUS_FILTERS, type MonitorSort, type StatusFilter } from '@twotwenty/contracts/monitor-list';
import { siteNameSchema, tagSchema } from '@twotwenty/contracts/scalars';
import { z } from 'zod';

// A text of digits alone in an address is read as a number.
const textSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Which monitors the address asks for. What does not exist is left out: an old link shows more rather than nothing. */
export const monitorsSearchSchema = z.object({
  status: textSchema
    .transform((text) => knownStatuses(text).join(',') || undefined)
    .optional()
    .catch(undefined),
  q: textSchema
    .transform((text) => text.trim().slice(0, 128) || undefined)
    .optional()
    .catch(undefined),
  sort: z.enum(MONITOR_SORTS).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  deviceId: z.uuid().optional().catch(undefined),
  tag: textSchema.pipe(tagSchema).optional().catch(undefined),
  site: textSchema.pipe(siteNameSchema).optional().catch(undefined),
});
export type MonitorsSearch = z.infer<typeof monitorsSearchSchema>;

function knownStatuses(text: string): StatusFilter[] {
  const asked = text.split(',');
  return STATUS_FILTERS.filter((filter) => asked.includes(filter));
}

/** The standings that are asked for, in their order. */
export function statusesOf({ status = '' }: MonitorsSearch): StatusFilter[] {
  return knownStatuses(status);
}

/** The search with one more standing, or without it. */
export function toggleStatus(search: MonitorsSearch, filter: StatusFilter): MonitorsSearch {
  const asked = statusesOf(search);
  const next = asked.includes(filter) ? asked.filter((other) => other !== filter) : [...asked, filter];
  return { ...search, status: STATUS_FILTERS.filter((known) => next.includes(known)).join(',') || undefined };
}

/** What the summary takes: all filters but the standings. */
export function summaryFilter({ q, deviceId, tag, site }: MonitorsSearch) {
  return { q, deviceId, tag, site };
}

/** What the list takes. */
export function listQuery(search: MonitorsSearch) {
  return {
    ...listFilter(search),
    sort: search.sort ?? DEFAULT_SORT,
    order: search.order ?? FIRST_ORDER[search.sort ?? DEFAULT_SORT],
  };
}

/** What of it says which monitors. */
export function listFilter(search: MonitorsSearch) {
  return { ...summaryFilter(search), status: search.status };
}

/** Whether it leaves anything out. */
export function isFiltered(search: MonitorsSearch): boolean {
  return Object.values(listFilter(search)).some((value) => value !== undefined);
}

export const DEFAULT_SORT: MonitorSort = 'trouble';

/** The direction that says most: names from A, what is newest or slowest first. */
export const FIRST_ORDER: Readonly<Record<MonitorSort, 'asc' | 'desc'>> = {
  age: 'desc',
  trouble: 'asc',
  name: 'asc',
  device: 'asc',
  since: 'desc',
  lastTest: 'desc',
  responseTime: 'desc',
};

export const SORT_WORDS: Readonly<Record<MonitorSort, string>> = {
  trouble: 'Status, worst first',
  name: 'Name',
  device: 'Device',
  since: 'Latest change',
  lastTest: 'Last test',
  responseTime: 'Response time',
  age: 'When added',
};

/** The search sorted by a column: the same column again turns the order around. */
export function sortedBy(search: MonitorsSearch, sort: MonitorSort): MonitorsSearch {
  const current = listQuery(search);
  const order = current.sort !== sort ? FIRST_ORDER[sort] : current.order === 'asc' ? 'desc' : 'asc';
  return {
    ...search,
    sort: sort === DEFAULT_SORT ? undefined : sort,
    order: order === FIRST_ORDER[sort] ? undefined : order,
  };
}

/** For `aria-sort`. Of `trouble` the worst comes first, which is the largest. */
export function ariaSort(
  search: MonitorsSearch,
  sorts: readonly MonitorSort[],
): 'ascending' | 'descending' | undefined {
  const { sort, order } = listQuery(search);
  if (!sorts.includes(sort)) return undefined;
  return (order === 'asc') === (sort !== 'trouble') ? 'ascending' : 'descending';
}

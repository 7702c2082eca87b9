import { MONITOR_SORTS } from '@twotwenty/contracts/monitor-list';
import type { ApiSession } from './api-session.js';

/** A question that the web app asks, and how it is told of. */
export interface ApiCase {
  /** Cases of one group are one line of the table. */
  readonly group: string;
  /** What is asked, without what every address begins with. */
  readonly path: string;
}

/** Ids that addresses name. */
export interface Subjects {
  /** The device with most monitors. */
  readonly deviceId: string;
  /** With the longest past. */
  readonly busyId: string;
  readonly usualId: string;
}

/** As many as the app asks for at once. */
const MONITOR_PAGE = 50;
const PAGE = 50;
/** A deep page begins after that many rows, or in the middle of a shorter list. */
const DEEP_ROWS = 10_000;
const MAX_PAGE = 500;
const DAY_MS = 86_400_000;

type Parameters = Readonly<Record<string, string>>;

/** All cases. Cursors of deep pages are looked up. */
export async function apiCases(api: ApiSession, subjects: Subjects): Promise<ApiCase[]> {
  return [
    ...(await monitorCases(api, subjects)),
    ...(await listCases(api, subjects)),
    ...seriesCases(subjects),
    ...(await historyCases(api, subjects)),
    { group: 'device', path: `/devices/${subjects.deviceId}` },
  ];
}

async function monitorCases(api: ApiSession, { deviceId }: Subjects): Promise<ApiCase[]> {
  const filters: readonly Parameters[] = [
    {},
    { q: 'mx77' },
    { q: 'relay' },
    { tag: 'gold' },
    { site: 'tokyo' },
    { status: 'trouble' },
    { status: 'up' },
    { noData: 'true' },
    { deviceId },
  ];
  const cases: ApiCase[] = [];
  for (const sort of MONITOR_SORTS) {
    for (const order of ['asc', 'desc']) {
      for (const filter of filters) {
        const query = { ...filter, sort, order };
        cases.push({ group: `monitors by ${sort}`, path: pathOf('/monitors', query, MONITOR_PAGE) });
        if (Object.keys(filter).length === 0) {
          cases.push(...(await deepPages(api, `monitors by ${sort}, deep`, '/monitors', query, MONITOR_PAGE)));
        }
      }
    }
  }
  const summaries: readonly Parameters[] = [...filters.filter(({ status }) => status === undefined)];
  return [
    ...cases,
    ...summaries.map((filter) => ({ group: 'summary', path: pathOf('/monitors/summary', filter) })),
    ...['device', 'tag'].map((by) => ({ group: `summary by ${by}`, path: pathOf('/monitors/summary', { by }) })),
  ];
}

async function listCases(api: ApiSession, { busyId }: Subjects): Promise<ApiCase[]> {
  const lists: readonly (readonly [string, readonly Parameters[]])[] = [
    [
      '/device-summaries',
      [{ sort: 'name' }, { sort: 'trouble' }, { sort: 'name', q: 'relay' }, { sort: 'trouble', q: 'fra' }],
    ],
    [
      '/incidents',
      [{}, { open: 'true' }, { open: 'false' }, { monitorId: busyId }, { monitorId: busyId, open: 'true' }],
    ],
    [
      '/action-runs',
      [
        {},
        { state: 'failed' },
        { state: 'skipped' },
        { state: 'pending' },
        { state: 'delivered' },
        { kind: 'recovery' },
        { monitorId: busyId },
      ],
    ],
    ['/audit', [{}, { subjectType: 'monitor' }, { action: 'monitor-tested' }]],
    ['/maintenance-windows', [{}]],
  ];
  const cases: ApiCase[] = [];
  for (const [path, filters] of lists) {
    for (const filter of filters) {
      cases.push({ group: path.slice(1), path: pathOf(path, filter, PAGE) });
      cases.push(...(await deepPages(api, `${path.slice(1)}, deep`, path, filter, PAGE)));
    }
  }
  return cases;
}

function seriesCases({ busyId, usualId }: Subjects): ApiCase[] {
  const now = Date.now();
  return [
    ['usual', usualId],
    ['busy', busyId],
  ].flatMap(([name, id]) => [
    { group: `availability, ${name}`, path: `/monitors/${id}/availability` },
    ...[1, 7, 30, 90].map((days) => ({
      group: `series of ${days} days, ${name}`,
      path: pathOf(`/monitors/${id}/series`, {
        from: new Date(now - days * DAY_MS).toISOString(),
        to: new Date(now).toISOString(),
        points: '300',
      }),
    })),
  ]);
}

async function historyCases(api: ApiSession, { busyId, usualId }: Subjects): Promise<ApiCase[]> {
  const cases: ApiCase[] = [];
  for (const id of [usualId, busyId]) {
    const path = `/monitors/${id}`;
    cases.push(
      { group: 'monitor', path },
      { group: 'monitor, alerts', path: `${path}/alerts` },
      { group: 'monitor, results', path: pathOf(`${path}/results`, {}, MONITOR_PAGE) },
      { group: 'monitor, timeline', path: pathOf(`${path}/timeline`, {}, PAGE) },
      { group: 'monitor, timeline', path: pathOf(`${path}/timeline`, { kind: 'repair' }, PAGE) },
      ...(await deepPages(api, 'monitor, timeline, deep', `${path}/timeline`, {}, PAGE)),
    );
  }
  return cases;
}

/** A page far from the beginning; none when the list is too short. */
async function deepPages(
  api: ApiSession,
  group: string,
  path: string,
  query: Parameters,
  limit: number,
): Promise<ApiCase[]> {
  const cursors: string[] = [];
  let cursor: string | null = null;
  while (cursors.length * MAX_PAGE < DEEP_ROWS) {
    cursor = await api.nextCursor(pathOf(path, cursor === null ? query : { ...query, cursor }, MAX_PAGE));
    if (cursor === null) break;
    cursors.push(cursor);
  }
  const deep = cursor ?? cursors[Math.floor(cursors.length / 2)];
  return deep === undefined ? [] : [{ group, path: pathOf(path, { ...query, cursor: deep }, limit) }];
}

function pathOf(path: string, query: Parameters, limit?: number): string {
  const given = new URLSearchParams({ ...query, ...(limit === undefined ? {} : { limit: String(limit) }) }).toString();
  return given === '' ? path : `${path}?${given}`;
}

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { MAX_IDS_IN_ADDRESS } from '@twotwenty/contracts/limits';
import { monitorSchema, type MonitorPatch } from '@twotwenty/contracts/monitor';
import { monitorSummarySchema, type SUMMARY_GROUPINGS } from '@twotwenty/contracts/monitor-list';
import { savedMonitorSchema } from '@twotwenty/contracts/saved-monitor';
import { fetchJson } from './client.js';
import { fetchPage } from './pages.js';

export const MONITORS_KEY = ['monitors'];
/** What is live comes by itself; this is for when it does not. */
const POLL_MS = 30_000;
/** While nothing answers. */
const RETRY_MS = 2000;
const NAMES_POLL_MS = 60_000;
const ONE_POLL_MS = 5000;
const PAGE_SIZE = 100;

/** Parameters of the list as they stand in its address; what is undefined is not asked for. */
export type MonitorListQuery = Readonly<Record<string, string | undefined>>;

interface ListOptions {
  readonly pageSize?: number;
  /** How often it is asked for again, milliseconds. */
  readonly pollMs?: number;
  readonly enabled?: boolean;
}

/** Monitors as the server filters and sorts them, page by page. What was found before stays until an answer is there. */
export function useMonitorList(query: MonitorListQuery, options: ListOptions = {}) {
  const { pageSize = PAGE_SIZE, pollMs = POLL_MS, enabled = true } = options;
  return useInfiniteQuery({
    queryKey: [...MONITORS_KEY, 'list', query, pageSize],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(
        '/monitors',
        { ...query, limit: String(pageSize), cursor: pageParam ?? undefined },
        monitorSchema,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.error === null ? pollMs : RETRY_MS),
    enabled,
  });
}

interface SummaryOptions {
  readonly by?: (typeof SUMMARY_GROUPINGS)[number] | undefined;
  readonly pollMs?: number;
  readonly enabled?: boolean;
}

/**
 * How many monitors there are of each standing; without a filter one question for all who ask. Goes on in a hidden tab: its
 * title and icon must not claim what was true an hour ago.
 */
export function useMonitorSummary(filter: MonitorListQuery = {}, options: SummaryOptions = {}) {
  const { by, pollMs = POLL_MS, enabled = true } = options;
  return useQuery({
    queryKey: [...MONITORS_KEY, 'summary', { ...filter, by }],
    queryFn: ({ signal }) =>
      fetchJson(monitorSummarySchema, `/monitors/summary${toAddress({ ...filter, by })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.error === null ? pollMs : RETRY_MS),
    refetchIntervalInBackground: true,
    enabled,
  });
}

function toAddress(query: MonitorListQuery): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/**
 * The names of some monitors by their ids, for pages about something else; polled rarely.
 * @param ids the first 200 are looked up
 */
export function useNamesOfMonitors(ids: readonly string[]): ReadonlyMap<string, string> {
  const asked = [...new Set(ids)].slice(0, MAX_IDS_IN_ADDRESS).sort().join(',');
  const { data } = useQuery({
    queryKey: [...MONITORS_KEY, 'names', asked],
    queryFn: ({ signal }) =>
      fetchPage('/monitors', { ids: asked, limit: String(MAX_IDS_IN_ADDRESS) }, monitorSchema, signal),
    select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    refetchInterval: NAMES_POLL_MS,
  });
  return data ?? NO_NAMES;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** The monitors of a device, polled; more pages on demand. */
export function useDeviceMonitors(deviceId: string) {
  return useInfiniteQuery({
    queryKey: [...MONITORS_KEY, 'of-device', deviceId],
    queryFn: ({ pageParam, signal }) =>
      fetchPage('/monitors', { deviceId, limit: '100', cursor: pageParam ?? undefined }, monitorSchema, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => ONE_POLL_MS * Math.max(1, state.data?.pages.length ?? 1),
  });
}

const keyOf = (id: string | null | undefined) => [...MONITORS_KEY, id];

/** One monitor, polled: somebody else may change it while it is looked at. @param id undefined or null: nothing is asked for */
export function useMonitor(id: string | null | undefined) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => fetchJson(monitorSchema, `/monitors/${id}`, { signal }),
    enabled: typeof id === 'string',
    refetchInterval: ONE_POLL_MS,
  });
}

/** Asks for a test of a monitor at once; answers with the test's number. */
export function useForcedTest(monitorId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => fetchJson(forcedTestSchema, `/monitors/${monitorId}/test`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: MONITORS_KEY }),
  });
}

interface RecoveryChange {
  /** Null: the monitor repairs nothing any more. */
  readonly recovery: NonNullable<MonitorPatch['recovery']> | null;
  /** Of the monitor, that the change was made for. */
  readonly version: number;
}

/** Sets where the repairs of a monitor act. */
export function useChangeRecovery(monitorId: string) {
  const client = useQueryClient();
  const key = keyOf(monitorId);
  return useMutation({
    mutationFn: ({ recovery, version }: RecoveryChange) =>
      fetchJson(savedMonitorSchema, `/monitors/${monitorId}`, { method: 'PATCH', body: { recovery }, version }),
    onSuccess: async ({ warnings: _, ...monitor }) => {
      // A poll that is on its way was answered before this.
      await client.cancelQueries({ queryKey: key });
      client.setQueryData(key, monitor);
      void client.invalidateQueries({ queryKey: MONITORS_KEY });
    },
    // Somebody else may have changed it: show what it is.
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

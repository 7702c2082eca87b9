import { useDocumentVisibility } from '@mantine/hooks';
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import { monitorSummarySchema, type SUMMARY_GROUPINGS } from '@twotwenty/contracts/monitor-list';
import { perPage, usePoll } from '../live/use-live.js';
import { fetchJson, isNotFound } from './client.js';
import { fetchPage, FRESH_MS, pagedList } from './pages.js';

export const MONITORS_KEY = ['monitors'];
/** Where changes are not told by themselves. */
const POLL_MS = 2000;
/** A tab that nobody sees is not told of changes. */
const HIDDEN_POLL_MS = 60_000;
const ONE_POLL_MS = 5000;
const FIRST_TEST_POLL_MS = 700;

/** Parameters of the list as they stand in its address; what is undefined is not asked for. */
export type MonitorListQuery = Readonly<Record<string, string | undefined>>;

interface ListOptions {
  readonly pageSize?: number;
  readonly enabled?: boolean;
}

/** Monitors as the server filters and sorts them, page by page. */
export function monitorList(query: MonitorListQuery, pageSize?: number) {
  return pagedList({
    queryKey: [...MONITORS_KEY, 'list', query, pageSize],
    path: '/monitors',
    query,
    schema: monitorSchema,
    pageSize,
  });
}

/** `monitorList`, live. What was found before stays until an answer is there. */
export function useMonitorList(query: MonitorListQuery, options: ListOptions = {}) {
  const { pageSize, enabled = true } = options;
  const pollMs = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...monitorList(query, pageSize),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
    enabled,
  });
}

type SummaryGrouping = (typeof SUMMARY_GROUPINGS)[number];

interface SummaryOptions {
  readonly by?: SummaryGrouping | undefined;
  readonly enabled?: boolean;
}

/** How many monitors there are of each standing; without a filter one question for all who ask. */
export function monitorSummary(filter: MonitorListQuery = {}, by?: SummaryGrouping) {
  return queryOptions({
    queryKey: [...MONITORS_KEY, 'summary', { ...filter, by }],
    queryFn: ({ signal }) =>
      fetchJson(monitorSummarySchema, `/monitors/summary${toAddress({ ...filter, by })}`, { signal }),
    staleTime: FRESH_MS,
  });
}

/** `monitorSummary`, live. Goes on in a hidden tab: its title and icon must not claim what was true an hour ago. */
export function useMonitorSummary(filter: MonitorListQuery = {}, options: SummaryOptions = {}) {
  const { by, enabled = true } = options;
  const visible = useDocumentVisibility() !== 'hidden';
  const pollMs = usePoll(POLL_MS);
  return useQuery({
    ...monitorSummary(filter, by),
    placeholderData: keepPreviousData,
    refetchInterval: visible ? pollMs : HIDDEN_POLL_MS,
    refetchIntervalInBackground: true,
    enabled,
  });
}

function toAddress(query: MonitorListQuery): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** The monitors of a device, live; more pages on demand. */
export function useDeviceMonitors(deviceId: string) {
  const pollMs = usePoll(ONE_POLL_MS);
  return useInfiniteQuery({
    ...pagedList({
      queryKey: [...MONITORS_KEY, 'of-device', deviceId],
      path: '/monitors',
      query: { deviceId },
      schema: monitorSchema,
      pageSize: 100,
    }),
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
  });
}

const keyOf = (id: string | null | undefined) => [...MONITORS_KEY, id];

/** One monitor, live: somebody else may change it while it is looked at. @param id undefined or null: nothing is asked for */
export function useMonitor(id: string | null | undefined) {
  const pollMs = usePoll(ONE_POLL_MS);
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => fetchJson(monitorSchema, `/monitors/${id}`, { signal }),
    enabled: typeof id === 'string',
    refetchInterval: ({ state }) => (isNotFound(state.error) ? false : pollMs),
  });
}

/** A monitor, asked for often until a test is over. @param testNumber of that test, or of an earlier one */
export function useFirstTest(id: string, testNumber: number) {
  const pollMs = usePoll(ONE_POLL_MS);
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => fetchJson(monitorSchema, `/monitors/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      (state.data?.state.lastTest?.number ?? 0) < testNumber ? FIRST_TEST_POLL_MS : pollMs,
  });
}

/** Whether there is any monitor; asked once. */
export function useHasMonitors(enabled: boolean) {
  return useQuery({
    queryKey: [...MONITORS_KEY, 'any'],
    queryFn: async ({ signal }) =>
      (await fetchPage('/monitors', { limit: '1' }, monitorSchema, signal)).items.length > 0,
    enabled,
    staleTime: Infinity,
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

import { useDocumentVisibility } from '@mantine/hooks';
import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { monitorSchema, type MonitorPatch } from '@twotwenty/contracts/monitor';
import { savedMonitorSchema } from '@twotwenty/contracts/saved-monitor';
import { perPage, usePoll } from '../live/use-live.js';
import { fetchJson, isNotFound } from './client.js';
import { fetchPage, fetchWholeList } from './pages.js';

const KEY = ['monitors'];
const POLL_MS = 2000;
/** Nobody looks at a hidden tab's table, but its title and icon must not go on claiming what was true an hour ago. */
const HIDDEN_POLL_MS = 60_000;
const NAMES_POLL_MS = 60_000;
const ONE_POLL_MS = 5000;
const FIRST_TEST_POLL_MS = 700;

const monitorsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => fetchWholeList('/monitors', monitorSchema, signal),
});

/** All monitors with their states, live. */
export function useMonitors() {
  const visible = useDocumentVisibility() !== 'hidden';
  const pollMs = usePoll(POLL_MS);
  return useQuery({
    ...monitorsQuery,
    refetchInterval: ({ state }) => (visible ? perPage(pollMs, state.data?.pages) : HIDDEN_POLL_MS),
    refetchIntervalInBackground: true,
  });
}

/** The names of monitors by their ids, for pages about something else. */
export function useMonitorNames(): ReadonlyMap<string, string> {
  const pollMs = usePoll(NAMES_POLL_MS);
  const { data } = useQuery({
    ...monitorsQuery,
    select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
    refetchInterval: pollMs,
  });
  return data ?? NO_NAMES;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** The monitors of a device, live; more pages on demand. */
export function useDeviceMonitors(deviceId: string) {
  const pollMs = usePoll(ONE_POLL_MS);
  return useInfiniteQuery({
    queryKey: [...KEY, 'of-device', deviceId],
    queryFn: ({ pageParam, signal }) =>
      fetchPage('/monitors', { deviceId, limit: '100', cursor: pageParam ?? undefined }, monitorSchema, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
  });
}

const keyOf = (id: string | null | undefined) => [...KEY, id];

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
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => fetchJson(monitorSchema, `/monitors/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      (state.data?.state.lastTest?.number ?? 0) < testNumber ? FIRST_TEST_POLL_MS : ONE_POLL_MS,
  });
}

/** Whether there is any monitor; asked once. */
export function useHasMonitors(enabled: boolean) {
  return useQuery({
    queryKey: [...KEY, 'any'],
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
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
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
      void client.invalidateQueries({ queryKey: KEY });
    },
    // Somebody else may have changed it: show what it is.
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

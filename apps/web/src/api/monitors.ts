import { useDocumentVisibility } from '@mantine/hooks';
import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { monitorSchema } from '@twotwenty/contracts/monitor';
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

/** All monitors with their states, polled. A list of several pages is polled less often: every page has its 2 seconds. */
export function useMonitors() {
  const visible = useDocumentVisibility() !== 'hidden';
  return useQuery({
    ...monitorsQuery,
    refetchInterval: ({ state }) => (visible ? POLL_MS * Math.max(1, state.data?.pages ?? 1) : HIDDEN_POLL_MS),
    refetchIntervalInBackground: true,
  });
}

/** The names of monitors by their ids, for pages about something else; polled rarely. */
export function useMonitorNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    ...monitorsQuery,
    select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
    refetchInterval: NAMES_POLL_MS,
  });
  return data ?? NO_NAMES;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** The monitors of a device, polled; more pages on demand. */
export function useDeviceMonitors(deviceId: string) {
  return useInfiniteQuery({
    queryKey: [...KEY, 'of-device', deviceId],
    queryFn: ({ pageParam, signal }) =>
      fetchPage('/monitors', { deviceId, limit: '100', cursor: pageParam ?? undefined }, monitorSchema, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => ONE_POLL_MS * Math.max(1, state.data?.pages.length ?? 1),
  });
}

const keyOf = (id: string | null | undefined) => [...KEY, id];

/** One monitor, polled: somebody else may change it while it is looked at. @param id undefined or null: nothing is asked for */
export function useMonitor(id: string | null | undefined) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => fetchJson(monitorSchema, `/monitors/${id}`, { signal }),
    enabled: typeof id === 'string',
    refetchInterval: ({ state }) => (isNotFound(state.error) ? false : ONE_POLL_MS),
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

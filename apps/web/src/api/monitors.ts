import { useDocumentVisibility } from '@mantine/hooks';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import { fetchJson } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['monitors'];
const POLL_MS = 2000;
/** Nobody looks at a hidden tab's table, but its title and icon must not go on claiming what was true an hour ago. */
const HIDDEN_POLL_MS = 60_000;
const NAMES_POLL_MS = 60_000;
const ONE_POLL_MS = 5000;

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

const keyOf = (id: string | null | undefined) => [...KEY, id];

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
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

import { useDocumentVisibility } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { forcedTestSchema } from '@twotwenty/contracts/http';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import { fetchJson } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['monitors'];
const POLL_MS = 2000;
/** Nobody looks at a hidden tab's table, but its title and icon must not go on claiming what was true an hour ago. */
const HIDDEN_POLL_MS = 60_000;

/** All monitors with their states, polled. A list of several pages is polled less often: every page has its 2 seconds. */
export function useMonitors() {
  const visible = useDocumentVisibility() !== 'hidden';
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchWholeList('/monitors', monitorSchema, signal),
    refetchInterval: ({ state }) => (visible ? POLL_MS * Math.max(1, state.data?.pages ?? 1) : HIDDEN_POLL_MS),
    refetchIntervalInBackground: true,
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

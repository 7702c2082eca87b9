import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { actionRunSchema, retriedSchema, type ActionRunQuery } from '@twotwenty/contracts/action-run';
import { MAX_PAGE_SIZE } from '@twotwenty/contracts/limits';
import { fetchJson } from './client.js';
import { failedNotices } from './failed-notices.js';
import { fetchPage } from './pages.js';

const KEY = ['action-runs'];
const POLL_MS = 3000;
const FAILED_POLL_MS = 10_000;
const PAGE_SIZE = 50;

export type ActionRunFilter = Partial<Omit<ActionRunQuery, 'limit' | 'cursor'>>;

/** Runs of actions, newest first, polled; more pages on demand. Every page that is shown has its 3 seconds. */
export function useActionRuns(filter: ActionRunFilter) {
  return useInfiniteQuery({
    queryKey: [...KEY, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(
        '/action-runs',
        { ...filter, limit: String(PAGE_SIZE), cursor: pageParam ?? undefined },
        actionRunSchema,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => POLL_MS * Math.max(1, state.data?.pages.length ?? 1),
  });
}

/** The notices that reached nobody, polled on every page: somebody must see that there are some. */
export function useFailedNotices() {
  return useQuery({
    queryKey: [...KEY, 'failed'],
    queryFn: ({ signal }) =>
      fetchPage('/action-runs', { state: 'failed', limit: String(MAX_PAGE_SIZE) }, actionRunSchema, signal),
    select: ({ items, nextCursor }) => failedNotices(items, nextCursor !== null),
    refetchInterval: FAILED_POLL_MS,
  });
}

/** Has a run that failed tried again at once, with those that were told together with it. */
export function useRetry(runId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => fetchJson(actionRunSchema, `/action-runs/${runId}/retry`, { method: 'POST' }),
    // Also after a refusal: somebody else may have had it tried again.
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Has the failed notices of alerts tried again; answers with how many. When one alert fails the later ones are left. */
export function useRetryAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (alertIds: readonly string[]) => {
      let sum = 0;
      for (const alertId of alertIds) {
        const options = { method: 'POST', body: { alertId } } as const;
        sum += (await fetchJson(retriedSchema, '/action-runs/retry', options)).retried;
      }
      return sum;
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

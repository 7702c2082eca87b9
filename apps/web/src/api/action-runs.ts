import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  actionRunDetailSchema,
  actionRunSchema,
  attentionSchema,
  retriedSchema,
  type ActionRunDetail,
  type ActionRunQuery,
} from '@twotwenty/contracts/action-run';
import { perPage, usePoll } from '../live/use-live.js';
import { isFinal } from '../status/run-state.js';
import { fetchJson, isNotFound } from './client.js';
import { pagedList } from './pages.js';

const KEY = ['action-runs'];
const SHOWS_RUNS: ReadonlySet<unknown> = new Set(['action-runs', 'incidents']);
const POLL_MS = 3000;
const COUNT_POLL_MS = 10_000;
const RUN_POLL_MS = 2000;

export type ActionRunFilter = Partial<Omit<ActionRunQuery, 'limit' | 'cursor'>>;

/** Runs of actions, newest first, page by page. */
export function actionRuns(filter: ActionRunFilter) {
  return pagedList({
    queryKey: [...KEY, 'list', filter],
    path: '/action-runs',
    query: filter,
    schema: actionRunSchema,
  });
}

/** `actionRuns`, live. What was shown stays until the answer is there. */
export function useActionRuns(filter: ActionRunFilter) {
  const pollMs = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...actionRuns(filter),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
  });
}

/** What of the runs waits for a person, known on every page: somebody must see it. */
export function useAttention() {
  const refetchInterval = usePoll(COUNT_POLL_MS);
  return useQuery({
    queryKey: [...KEY, 'attention'],
    queryFn: ({ signal }) => fetchJson(attentionSchema, '/action-runs/attention', { signal }),
    refetchInterval,
  });
}

/** A run with all that is known of it, live. @param id undefined: nothing is asked for */
export function useRun(id: string | undefined) {
  const pollMs = usePoll(RUN_POLL_MS);
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) =>
      fetchJson(actionRunDetailSchema, `/action-runs/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (isNotFound(state.error) || !isGoingOn(state.data) ? false : pollMs),
  });
}

/** The effect of a repair is known later than its end. */
function isGoingOn(run: ActionRunDetail | undefined): boolean {
  return run === undefined || !isFinal(run.state) || run.repair?.effect?.outcome === 'not-yet';
}

/** Runs are shown among incidents too. */
function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey: [subject] }) => SHOWS_RUNS.has(subject) });
}

/** What somebody may decide about a repair that waits. */
export type Decision = 'approve' | 'decline';

/** Releases a repair that waits, or says that it is not to be carried out. */
export function useDecide(runId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (decision: Decision) =>
      fetchJson(actionRunDetailSchema, `/action-runs/${runId}/${decision}`, { method: 'POST' }),
    // Also after a refusal: somebody else may have decided.
    onSettled: () => refresh(),
  });
}

/** Has a run that failed tried again at once, with those that were told together with it; a repair by itself. */
export function useRetry(runId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => fetchJson(actionRunSchema, `/action-runs/${runId}/retry`, { method: 'POST' }),
    // Also after a refusal: somebody else may have had it tried again.
    onSettled: () => refresh(),
  });
}

/** Has the failed notices of alerts tried again; answers with how many. When one alert fails the later ones are left. */
export function useRetryAll() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (alertIds: readonly string[]) => {
      let sum = 0;
      for (const alertId of alertIds) {
        const options = { method: 'POST', body: { alertId } } as const;
        sum += (await fetchJson(retriedSchema, '/action-runs/retry', options)).retried;
      }
      return sum;
    },
    onSettled: () => refresh(),
  });
}

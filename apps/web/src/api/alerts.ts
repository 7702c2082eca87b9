import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { actionRunSchema, type ActionRun } from '@twotwenty/contracts/action-run';
import { alertSchema, warningsSchema, type ActionView, type Warning } from '@twotwenty/contracts/alert';
import { usePoll } from '../live/use-live.js';
import { fetchJson } from './client.js';
import { fetchWholeList } from './pages.js';

const POLL_MS = 30_000;

/** All alerts by name, live. */
export function useAlerts() {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => fetchWholeList('/alerts', alertSchema, signal),
    refetchInterval,
  });
}

/** An action as its alert has it now. @param run undefined: nothing is asked for */
export function useActionOf(run: Pick<ActionRun, 'alertId' | 'actionId'> | undefined): ActionView | undefined {
  const { data } = useQuery({
    queryKey: ['alerts', run?.alertId],
    queryFn: ({ signal }) => fetchJson(alertSchema, `/alerts/${run?.alertId}`, { signal }),
    enabled: run !== undefined,
  });
  return data?.actions.find(({ id }) => id === run?.actionId);
}

/** What is hardly meant about alerts, by the id of the alert; one that did not answer yet is missing. */
export function useAlertWarnings(alertIds: readonly string[]): ReadonlyMap<string, readonly Warning[]> {
  const refetchInterval = usePoll(POLL_MS);
  return useQueries({
    queries: alertIds.map((id) => ({
      queryKey: ['alert-warnings', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson(warningsSchema, `/alerts/${id}/warnings`, { signal }),
      refetchInterval,
    })),
    combine: (answers) =>
      new Map(
        answers.flatMap(({ data }, index) => {
          const id = alertIds[index];
          return data === undefined || id === undefined ? [] : [[id, data.warnings]];
        }),
      ),
  });
}

/** Has an action tried; answers with the run, which is then to be asked for. */
export function useTrial(alertId: string, actionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => fetchJson(actionRunSchema, `/alerts/${alertId}/actions/${actionId}/test`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['action-runs'] }),
  });
}

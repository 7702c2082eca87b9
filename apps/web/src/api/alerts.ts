import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { actionRunSchema, type ActionRun } from '@twotwenty/contracts/action-run';
import {
  alertPreviewSchema,
  alertSchema,
  savedAlertSchema,
  warningsOfAlertsSchema,
  type ActionView,
  type Alert,
  type Warning,
  type WarningsOfAlerts,
} from '@twotwenty/contracts/alert';
import { MAX_IDS_IN_ADDRESS } from '@twotwenty/contracts/limits';
import { useMemo } from 'react';
import { perPage, usePoll } from '../live/use-live.js';
import { fetchJson, send } from './client.js';
import { pagedList } from './pages.js';

const POLL_MS = 30_000;
const PAGE_SIZE = 30;

/** Alerts by name, live; more pages on demand. */
export function useAlerts() {
  const pollMs = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...pagedList({
      queryKey: ['alerts', 'list'],
      path: '/alerts',
      query: {},
      schema: alertSchema,
      pageSize: PAGE_SIZE,
    }),
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages.length),
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

/** What is hardly meant about alerts, by the id of the alert; one that is not known yet is missing. */
export function useAlertWarnings(alertIds: readonly string[]): ReadonlyMap<string, readonly Warning[]> {
  const refetchInterval = usePoll(POLL_MS);
  const { data } = useQuery({
    queryKey: ['alert-warnings', alertIds],
    queryFn: ({ signal }) => fetchWarnings(alertIds, signal),
    enabled: alertIds.length > 0,
    // One alert more or less: what is known of the others stays.
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  return useMemo(() => new Map(data?.map(({ id, warnings }) => [id, warnings])), [data]);
}

async function fetchWarnings(ids: readonly string[], signal: AbortSignal): Promise<WarningsOfAlerts['items']> {
  const asked = ids.slice(0, MAX_IDS_IN_ADDRESS);
  const path = `/alerts/warnings?${new URLSearchParams({ ids: asked.join(',') })}`;
  const { items } = await fetchJson(warningsOfAlertsSchema, path, { signal });
  const others = ids.slice(MAX_IDS_IN_ADDRESS);
  return others.length === 0 ? items : [...items, ...(await fetchWarnings(others, signal))];
}

/** Has an action tried; answers with the run, which is then to be asked for. */
export function useTrial(alertId: string, actionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => fetchJson(actionRunSchema, `/alerts/${alertId}/actions/${actionId}/test`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['action-runs'] }),
  });
}

/** One alert, live: somebody else may change it while it is edited. @param id null: nothing is asked for */
export function useAlert(id: string | null) {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: ['alerts', id],
    queryFn: ({ signal }) => fetchJson(alertSchema, `/alerts/${id}`, { signal }),
    enabled: id !== null,
    refetchInterval,
  });
}

interface SavedChange {
  readonly body: unknown;
  /** Of the alert that is changed; left out for a new one. */
  readonly version?: number;
}

/** Stores an alert. @param id of the one that is changed; null for a new one */
export function useSaveAlert(id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, version }: SavedChange) =>
      id === null
        ? fetchJson(savedAlertSchema, '/alerts', { method: 'POST', body })
        : fetchJson(savedAlertSchema, `/alerts/${id}`, {
            method: 'PATCH',
            body,
            ...(version === undefined ? {} : { version }),
          }),
    onSuccess: async ({ warnings: _, ...alert }) => {
      const queryKey = ['alerts', alert.id];
      // A poll that is on its way was answered before this.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, alert);
      void client.invalidateQueries({ queryKey: ['alerts'] });
      void client.invalidateQueries({ queryKey: ['alert-warnings'] });
    },
    onError: () => client.invalidateQueries({ queryKey: ['alerts', id] }),
    // What was sent holds secrets: it is not kept for a moment longer than the form is there.
    gcTime: 0,
  });
}

/** Switches an alert on or off as a whole. */
export function useEnableAlert({ id, version }: Pick<Alert, 'id' | 'version'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) =>
      fetchJson(savedAlertSchema, `/alerts/${id}`, { method: 'PATCH', body: { enabled }, version }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['alerts'] }),
        client.invalidateQueries({ queryKey: ['alert-warnings'] }),
      ]),
  });
}

export function useDeleteAlert({ id, version }: Pick<Alert, 'id' | 'version'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send(`/alerts/${id}`, { method: 'DELETE', version }),
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

/** What would be said of an alert if it were saved so, and whom it would serve. @param body as it would be sent, without secrets; null: nothing is asked */
export function useAlertPreview(body: unknown) {
  return useQuery({
    queryKey: ['alert-preview', body],
    queryFn: ({ signal }) => fetchJson(alertPreviewSchema, '/alerts/preview', { method: 'POST', body, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

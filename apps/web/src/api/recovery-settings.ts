import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { recoverySettingsSchema, type RecoverySettingsPatch } from '@twotwenty/contracts/recovery-settings';
import { usePoll } from '../live/use-live.js';
import { fetchJson } from './client.js';

const POLL_MS = 5000;

const settingsQuery = queryOptions({
  queryKey: ['recovery-settings'],
  queryFn: ({ signal }) => fetchJson(recoverySettingsSchema, '/recovery-settings', { signal }),
});

/** The guard rails of all repairs, live: whether they are stopped is said on every page. */
export function useRecoverySettings() {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({ ...settingsQuery, refetchInterval });
}

interface Change {
  readonly patch: RecoverySettingsPatch;
  /** That the change was made for; without it the change is made whatever the others did. */
  readonly version?: number;
}

export function useChangeRecoverySettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ patch, ...seen }: Change) =>
      fetchJson(recoverySettingsSchema, '/recovery-settings', { method: 'PATCH', body: patch, ...seen }),
    onSuccess: async (settings) => {
      // A poll that is on its way was answered before this.
      await client.cancelQueries({ queryKey: settingsQuery.queryKey });
      client.setQueryData(settingsQuery.queryKey, settings);
    },
    // Somebody else may have changed them: show what they are.
    onError: () => client.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
}

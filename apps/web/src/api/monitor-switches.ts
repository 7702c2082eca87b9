import { useMutation, useQueryClient } from '@tanstack/react-query';
import { monitorSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { fetchJson } from './client.js';

/** Enables or disables a monitor as it was seen. */
export function useSetEnabled({ id, version }: Pick<Monitor, 'id' | 'version'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) =>
      fetchJson(monitorSchema, `/monitors/${id}/${enabled ? 'enable' : 'disable'}`, { method: 'POST', version }),
    // Also after a refusal: somebody else may have changed it.
    onSettled: () => client.invalidateQueries({ queryKey: ['monitors'] }),
  });
}

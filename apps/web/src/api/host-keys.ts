import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { hostKeySchema } from '@twotwenty/contracts/host-key';
import { usePoll } from '../live/use-live.js';
import { fetchJson, send } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['host-keys'];
const POLL_MS = 10_000;

/** The SSH host keys of all machines by name, live. */
export function useHostKeys() {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchWholeList('/host-keys', hostKeySchema, signal),
    refetchInterval,
  });
}

/** Accepts the key with this fingerprint, and no other that may have been offered since. */
export function useAcceptHostKey(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fingerprint: string) =>
      fetchJson(hostKeySchema, `/host-keys/${id}/accept`, { method: 'POST', body: { fingerprint } }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Forgets the key of a machine: the next one that it shows is pinned. */
export function useForgetHostKey(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send(`/host-keys/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

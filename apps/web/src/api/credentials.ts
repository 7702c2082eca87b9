import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { credentialSchema, type Credential, type credentialInputSchema } from '@twotwenty/contracts/credential';
import type { z } from 'zod';
import { usePoll } from '../live/use-live.js';
import { fetchJson, send } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['credentials'];
const POLL_MS = 10_000;

/** As it is sent: new secrets are texts. */
export type WrittenCredential = z.input<typeof credentialInputSchema>;

/** All credentials by name, live. */
export function useCredentials() {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchWholeList('/credentials', credentialSchema, signal),
    refetchInterval,
  });
}

interface Writing {
  readonly credential: WrittenCredential;
  /** Of the credential that is changed; left out for a new one. */
  readonly version?: number;
}

/** Stores a credential. @param id of the one that is changed; null for a new one */
export function useSaveCredential(id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ credential, ...seen }: Writing) =>
      id === null
        ? fetchJson(credentialSchema, '/credentials', { method: 'POST', body: credential })
        : fetchJson(credentialSchema, `/credentials/${id}`, { method: 'PATCH', body: credential, ...seen }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
    // What was sent holds secrets: it is not kept for a moment longer than the form is there.
    gcTime: 0,
  });
}

export function useDeleteCredential({ id, version }: Pick<Credential, 'id' | 'version'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send(`/credentials/${id}`, { method: 'DELETE', version }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { siteSchema, type siteInputSchema } from '@twotwenty/contracts/site';
import type { z } from 'zod';
import { perPage, usePoll } from '../live/use-live.js';
import { fetchJson } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['sites'];
const POLL_MS = 5000;

/** All sites by name with their workers, polled: their backlog and their workers' beats are told to nobody. */
export function useSites() {
  const pollMs = usePoll(POLL_MS, POLL_MS);
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchWholeList('/sites', siteSchema, signal),
    refetchInterval: ({ state }) => perPage(pollMs, state.data?.pages),
  });
}

export function useAddSite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (site: z.input<typeof siteInputSchema>) =>
      fetchJson(siteSchema, '/sites', { method: 'POST', body: site }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

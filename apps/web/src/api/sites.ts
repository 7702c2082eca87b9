import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { siteSchema, type siteInputSchema } from '@twotwenty/contracts/site';
import type { z } from 'zod';
import { fetchJson } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['sites'];
const POLL_MS = 5000;

/** All sites by name with their workers, polled. */
export function useSites() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchWholeList('/sites', siteSchema, signal),
    refetchInterval: ({ state }) => POLL_MS * Math.max(1, state.data?.pages ?? 1),
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

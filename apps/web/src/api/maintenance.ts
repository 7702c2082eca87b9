import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { maintenanceSchema, type Maintenance, type maintenanceInputSchema } from '@twotwenty/contracts/maintenance';
import type { z } from 'zod';
import { fetchJson, send } from './client.js';
import { fetchWholeList } from './pages.js';

const KEY = ['maintenance-windows'];
const POLL_MS = 30_000;

/** As it is sent. */
export type WrittenMaintenance = z.input<typeof maintenanceInputSchema>;

/** All maintenance windows by age, polled. */
export function useMaintenance() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchWholeList('/maintenance-windows', maintenanceSchema, signal),
    refetchInterval: POLL_MS,
  });
}

/** Windows hold monitors, and are shown there too. */
function useRefresh() {
  const client = useQueryClient();
  return async () => {
    void client.invalidateQueries({ queryKey: ['monitors'] });
    await client.invalidateQueries({ queryKey: KEY });
  };
}

interface Writing {
  readonly maintenance: WrittenMaintenance;
  /** Of the window that is changed; left out for a new one. */
  readonly version?: number;
}

/** Stores a maintenance window. @param id of the one that is changed; null for a new one */
export function useSaveMaintenance(id: string | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ maintenance, ...seen }: Writing) =>
      id === null
        ? fetchJson(maintenanceSchema, '/maintenance-windows', { method: 'POST', body: maintenance })
        : fetchJson(maintenanceSchema, `/maintenance-windows/${id}`, { method: 'PATCH', body: maintenance, ...seen }),
    onSettled: refresh,
  });
}

export function useDeleteMaintenance({ id, version }: Pick<Maintenance, 'id' | 'version'>) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => send(`/maintenance-windows/${id}`, { method: 'DELETE', version }),
    onSettled: refresh,
  });
}

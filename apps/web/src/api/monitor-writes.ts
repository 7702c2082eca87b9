import { useMutation, useQueryClient } from '@tanstack/react-query';
import { monitorSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { savedMonitorSchema, type SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { fetchJson, send } from './client.js';

const KEY = ['monitors'];

/** How a monitor is written and read again, as a save that may be overtaken needs it. */
export interface MonitorAccess {
  /** Makes a new monitor. */
  readonly create: (body: unknown) => Promise<SavedMonitor>;
  /** Changes one that is at `version`. @throws RefusedError 412 when it is at another one by now */
  readonly change: (body: unknown, version: number) => Promise<SavedMonitor>;
  /** The monitor as it is stored now. */
  readonly read: () => Promise<Monitor>;
}

/** @param monitorId null for one that is not made yet */
export function useMonitorAccess(monitorId: string | null): MonitorAccess {
  const client = useQueryClient();
  const path = `/monitors/${monitorId}`;

  async function store(request: Promise<SavedMonitor>): Promise<SavedMonitor> {
    const saved = await request;
    const { warnings: _, ...monitor } = saved;
    // A poll that is on its way was answered before this.
    await client.cancelQueries({ queryKey: [...KEY, monitor.id] });
    client.setQueryData([...KEY, monitor.id], monitor);
    void client.invalidateQueries({ queryKey: KEY });
    return saved;
  }

  return {
    create: (body) => store(fetchJson(savedMonitorSchema, '/monitors', { method: 'POST', body })),
    change: (body, version) => store(fetchJson(savedMonitorSchema, path, { method: 'PATCH', body, version })),
    read: () =>
      client.fetchQuery({
        queryKey: [...KEY, monitorId],
        queryFn: ({ signal }) => fetchJson(monitorSchema, path, { signal }),
        staleTime: 0,
      }),
  };
}

/** Removes a monitor with all that is known of it. */
export function useDeleteMonitor({ id, version }: Pick<Monitor, 'id' | 'version'>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send(`/monitors/${id}`, { method: 'DELETE', version }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY, predicate: ({ queryKey }) => queryKey[1] !== id }),
    onError: () => client.invalidateQueries({ queryKey: [...KEY, id] }),
  });
}

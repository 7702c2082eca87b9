import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deviceSchema, type Device, type deviceInputSchema } from '@twotwenty/contracts/device';
import { deviceSummarySchema, type DeviceSummaryQuery } from '@twotwenty/contracts/device-summary';
import type { z } from 'zod';
import { usePoll } from '../live/use-live.js';
import { fetchJson, isNotFound, send } from './client.js';
import { pagedList } from './pages.js';

const KEY = ['devices'];
const POLL_MS = 30_000;

/** As it is sent. */
export type WrittenDevice = z.input<typeof deviceInputSchema>;

/** Which devices, and in which order. */
export interface DeviceFilter {
  /** Part of a name or an address. */
  readonly q?: string | undefined;
  readonly sort?: DeviceSummaryQuery['sort'] | undefined;
}

/** Devices with the counts of their monitors, page by page. */
export function deviceSummaries({ q, sort }: DeviceFilter) {
  return pagedList({
    queryKey: [...KEY, 'summaries', { q, sort }],
    path: '/device-summaries',
    query: { q, sort },
    schema: deviceSummarySchema,
  });
}

/** `deviceSummaries`, live. What was shown stays until the answer is there. */
export function useDeviceSummaries(filter: DeviceFilter) {
  const pollMs = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...deviceSummaries(filter),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  });
}

/** One device, live. */
export function useDevice(id: string) {
  const pollMs = usePoll(POLL_MS);
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => fetchJson(deviceSchema, `/devices/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (isNotFound(state.error) ? false : pollMs),
  });
}

interface Writing {
  readonly device: WrittenDevice;
  /** Of the device that is changed; left out for a new one. */
  readonly version?: number;
}

/** Stores a device. @param id of the one that is changed; null for a new one */
export function useSaveDevice(id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ device, ...seen }: Writing) =>
      id === null
        ? fetchJson(deviceSchema, '/devices', { method: 'POST', body: device })
        : fetchJson(deviceSchema, `/devices/${id}`, { method: 'PATCH', body: device, ...seen }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Removes a device. @param withMonitors its monitors go too; without, a device that has some stays */
export function useDeleteDevice({ id, version }: Pick<Device, 'id' | 'version'>, withMonitors: boolean) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      send(`/devices/${id}?monitors=${withMonitors ? 'delete' : 'keep'}`, { method: 'DELETE', version }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['monitors'] }),
    onSettled: () => client.invalidateQueries({ queryKey: [...KEY, 'summaries'] }),
  });
}

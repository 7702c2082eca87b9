import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { deviceSchema } from '@twotwenty/contracts/device';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import { fetchJson } from './client.js';
import { fetchPage } from './pages.js';

/** As many as somebody looks through before typing more of the name. */
const MOST = '50';
/** Longest text that the API searches for. */
const MAX_SEARCH = 128;
const NAMES_FRESH_MS = 60_000;

/** Something to choose by its name. */
export interface Choice {
  readonly id: string;
  readonly name: string;
}

function searchText(text: string): string | undefined {
  const trimmed = text.trim().slice(0, MAX_SEARCH);
  return trimmed === '' ? undefined : trimmed;
}

/** Devices to choose from. @param text part of a name or address @param enabled whether anybody wants to know */
export function useDeviceChoices(text: string, enabled: boolean) {
  const q = searchText(text);
  return useQuery({
    queryKey: ['devices', 'choices', q],
    queryFn: async ({ signal }) => (await fetchPage('/devices', { limit: MOST, q }, deviceSchema, signal)).items,
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** One device. @param id null: nothing is asked for */
export function useDevice(id: string | null | undefined) {
  return useQuery({
    queryKey: ['devices', id],
    queryFn: ({ signal }) => fetchJson(deviceSchema, `/devices/${id}`, { signal }),
    enabled: typeof id === 'string',
    staleTime: NAMES_FRESH_MS,
  });
}

/** Monitors to choose from. @param text part of a name or host @param enabled whether anybody wants to know */
export function useMonitorChoices(text: string, enabled: boolean) {
  const q = searchText(text);
  return useQuery({
    queryKey: ['monitors', 'choices', q],
    queryFn: async ({ signal }) => (await fetchPage('/monitors', { limit: MOST, q }, monitorSchema, signal)).items,
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** The names of a few monitors by their ids; those that are not known yet, or are gone, are left out. */
export function useNamesOfMonitors(ids: readonly string[]): ReadonlyMap<string, string> {
  const queries = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['monitors', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson(monitorSchema, `/monitors/${id}`, { signal }),
      staleTime: NAMES_FRESH_MS,
    })),
  });
  return new Map(queries.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data.name] as const])));
}

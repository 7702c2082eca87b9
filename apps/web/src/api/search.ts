import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { deviceSchema } from '@twotwenty/contracts/device';
import { tagsSchema } from '@twotwenty/contracts/http';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import { fetchJson, isNotFound } from './client.js';
import { fetchPage } from './pages.js';

/** Few enough to look through; who does not find it types more. */
const FOUND_AT_ONCE = 20;
/** Longest text that the API searches for, characters. */
const MAX_SEARCH = 128;
const NAME_STALE_MS = 60_000;

/** What can be searched for and chosen. */
export type SearchKind = 'monitors' | 'devices' | 'tags';

/** Something that can be chosen. */
export interface Choice {
  /** An id; of a tag the tag itself. */
  readonly id: string;
  readonly name: string;
  /** Tells things of the same name apart: a host or an address; empty where there is none. */
  readonly detail: string;
}

export interface Found {
  readonly choices: readonly Choice[];
  /** There are more than these. */
  readonly hasMore: boolean;
}

/**
 * What is found by a part of its name or address, 20 at most.
 * @param text empty: the first ones
 * @param enabled whether anybody wants to know
 */
export function useSearch(kind: SearchKind, text: string, enabled: boolean) {
  const q = [...text.trim()].slice(0, MAX_SEARCH).join('');
  return useQuery({
    queryKey: [kind, 'search', q],
    queryFn: ({ signal }) => SEARCHES[kind](q, signal),
    enabled,
    placeholderData: keepPreviousData,
  });
}

type Search = (q: string, signal: AbortSignal) => Promise<Found>;

const SEARCHES: Readonly<Record<SearchKind, Search>> = {
  monitors: async (q, signal) => {
    const { items, nextCursor } = await fetchPage('/monitors', queryOf(q), monitorSchema, signal);
    return { choices: items.map(monitorChoice), hasMore: nextCursor !== null };
  },
  devices: async (q, signal) => {
    const { items, nextCursor } = await fetchPage('/devices', queryOf(q), deviceSchema, signal);
    return { choices: items.map(deviceChoice), hasMore: nextCursor !== null };
  },
  tags: async (q, signal) => {
    const asked = { ...queryOf(q), limit: String(FOUND_AT_ONCE + 1) };
    const { items } = await fetchJson(tagsSchema, `/tags?${new URLSearchParams(asked)}`, { signal });
    return { choices: items.slice(0, FOUND_AT_ONCE).map(tagChoice), hasMore: items.length > FOUND_AT_ONCE };
  },
};

function queryOf(q: string): Readonly<Record<string, string>> {
  return { limit: String(FOUND_AT_ONCE), ...(q === '' ? {} : { q }) };
}

interface NamedMonitor {
  readonly id: string;
  readonly name: string;
  readonly target: { readonly host: string; readonly port: number };
}

function monitorChoice({ id, name, target }: NamedMonitor): Choice {
  return { id, name, detail: `${target.host} port ${target.port}` };
}

function deviceChoice({ id, name, address }: { id: string; name: string; address: string }): Choice {
  return { id, name, detail: address };
}

function tagChoice(tag: string): Choice {
  return { id: tag, name: tag, detail: '' };
}

/** The things that some ids stand for, by id; null for one that is gone, and missing while it is not known. */
export function useChoices(kind: SearchKind, ids: readonly string[]): ReadonlyMap<string, Choice | null> {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: [kind, id, 'choice'],
      queryFn: ({ signal }: { signal: AbortSignal }) => choiceOf(kind, id, signal),
      staleTime: NAME_STALE_MS,
    })),
    combine: (answers) =>
      new Map(
        answers.flatMap(({ data }, index): readonly (readonly [string, Choice | null])[] => {
          const id = ids[index];
          return data === undefined || id === undefined ? [] : [[id, data]];
        }),
      ),
  });
}

async function choiceOf(kind: SearchKind, id: string, signal: AbortSignal): Promise<Choice | null> {
  if (kind === 'tags') return tagChoice(id);
  try {
    return kind === 'monitors'
      ? monitorChoice(await fetchJson(monitorSchema, `/monitors/${id}`, { signal }))
      : deviceChoice(await fetchJson(deviceSchema, `/devices/${id}`, { signal }));
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';
import { pageSchema } from '@twotwenty/contracts/http';
import { MAX_PAGE_SIZE } from '@twotwenty/contracts/limits';
import { z } from 'zod';
import { fetchJson, UnreadableError } from './client.js';

const PAGE_SIZE = 50;
/** What was asked for as the address changed is not asked for again when the page is drawn, ms. */
export const FRESH_MS = 1000;

/** Pages that are followed: a list of more items is cut, and says so. */
const MAX_PAGES = 10;
const rawPageSchema = pageSchema(z.unknown());

export interface WholeList<T> {
  readonly items: readonly T[];
  /** True: there are more items than were loaded. */
  readonly truncated: boolean;
  /** Items that did not follow the contract and were left out. */
  readonly unreadable: number;
  /** Pages it took. */
  readonly pages: number;
}

/** One page of a list. */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** Items that did not follow the contract and were left out. */
  readonly unreadable: number;
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * Loads one page. One item that cannot be read does not hide the others.
 * @param path of the list, without a query
 * @param query what is undefined is left out
 */
export async function fetchPage<T>(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<ListPage<T>> {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const page = await fetchJson(rawPageSchema, `${path}?${new URLSearchParams(given)}`, { signal });
  const parsed = page.items.map((item) => schema.safeParse(item));
  const items = parsed.flatMap(({ data, success }) => (success ? [data] : []));
  if (items.length === 0 && parsed.length > 0) throw new UnreadableError(parsed[0]?.error);
  return { items, unreadable: parsed.length - items.length, nextCursor: page.nextCursor };
}

/** What a list that is shown page by page asks for. */
interface PagedList<T> {
  readonly queryKey: QueryKey;
  /** Of the list, without a query. */
  readonly path: string;
  /** What is undefined is left out. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly schema: z.ZodType<T>;
  readonly pageSize?: number | undefined;
}

/** A list that is loaded page by page on demand. */
export function pagedList<T>({ queryKey, path, query, schema, pageSize = PAGE_SIZE }: PagedList<T>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      fetchPage(path, { ...query, limit: String(pageSize), cursor: pageParam ?? undefined }, schema, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: FRESH_MS,
  });
}

/**
 * Loads a list page by page, up to 5,000 items.
 * @param path of the list, without a query
 */
export async function fetchWholeList<T>(
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<WholeList<T>> {
  const items: T[] = [];
  let unreadable = 0;
  let pages = 0;
  let cursor: string | null = null;
  do {
    const query = { limit: String(MAX_PAGE_SIZE), cursor: cursor ?? undefined };
    const page: ListPage<T> = await fetchPage(path, query, schema, signal);
    items.push(...page.items);
    unreadable += page.unreadable;
    pages += 1;
    cursor = page.nextCursor;
  } while (cursor !== null && pages < MAX_PAGES);
  return { items, truncated: cursor !== null, unreadable, pages };
}

import { pageSchema } from '@twotwenty/contracts/http';
import { MAX_PAGE_SIZE } from '@twotwenty/contracts/limits';
import { z } from 'zod';
import { fetchJson, UnreadableError } from './client.js';

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

/**
 * Loads a list page by page, up to 5,000 items. One item that cannot be read does not hide the others.
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
    const query = new URLSearchParams({ limit: String(MAX_PAGE_SIZE), ...(cursor === null ? {} : { cursor }) });
    const page: z.infer<typeof rawPageSchema> = await fetchJson(rawPageSchema, `${path}?${query}`, { signal });
    const parsed = page.items.map((item) => schema.safeParse(item));
    const read = parsed.flatMap(({ data, success }) => (success ? [data] : []));
    if (read.length === 0 && parsed.length > 0) throw new UnreadableError(parsed[0]?.error);
    items.push(...read);
    unreadable += parsed.length - read.length;
    pages += 1;
    cursor = page.nextCursor;
  } while (cursor !== null && pages < MAX_PAGES);
  return { items, truncated: cursor !== null, unreadable, pages };
}

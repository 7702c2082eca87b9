import { pageSchema } from '@twotwenty/contracts/http';
import { MAX_PAGE_SIZE } from '@twotwenty/contracts/limits';
import type { z } from 'zod';
import { ask, type Connection } from './client.js';
import { parseLeniently } from './lenient.js';

/** Asks a controller for all pages of a list. @throws as `ask` does, and NotUnderstoodError */
export async function listAll<Item extends z.ZodType>(
  connection: Connection,
  path: string,
  item: Item,
): Promise<z.output<Item>[]> {
  const items: z.output<Item>[] = [];
  const parameters = new URLSearchParams({ limit: String(MAX_PAGE_SIZE) });
  for (;;) {
    const answer = await ask(connection, `${path}?${parameters.toString()}`);
    const page = parseLeniently(pageSchema(item), answer);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    parameters.set('cursor', page.nextCursor);
  }
}

import type { Page } from '@twotwenty/contracts/http';
import type { Slice } from '@twotwenty/database/repositories/page';
import { z } from 'zod';
import { invalidFields } from './problem.js';

/** What the cursors of the lists carry: the sort key of the last row of the page before. */
export const keyCursor = z.int().min(0).max(2_147_483_647);
export const bigKeyCursor = z.string().regex(/^\d{1,18}$/);
// NUL can't be asked of Postgres; everything else that is no name is merely never found.
export const nameCursor = z
  .string()
  .max(64)
  .regex(/^[^\0]*$/);
export const idCursor = z.uuid();
/** Of lists by name, where several may have the same. */
export const namedCursor = z.strictObject({ name: nameCursor, id: z.uuid() });
/** Of devices, those in most trouble first. */
export const troubleCursor = z.strictObject({ bad: keyCursor, warn: keyCursor, name: nameCursor, id: z.uuid() });
// There is no year 0 in Postgres.
const cursorInstant = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);
/** Of a timeline made of several lists: the instant, the list, and the place in it. */
export const timelineCursor = z.strictObject({ at: cursorInstant, source: z.int().min(0).max(1), place: bigKeyCursor });
export const resultCursor = z.strictObject({
  at: cursorInstant,
  siteKey: z.int().min(0).max(32_767),
});

export const hostKeyCursor = z.strictObject({
  machine: z
    .string()
    .max(253)
    .regex(/^[^\0]*$/),
  port: z.int().min(1).max(65_535),
});
export const incidentCursor = z.strictObject({ at: cursorInstant, id: z.uuid() });

/**
 * Reads a cursor a client sent back.
 * @returns null for the first page
 * @throws ProblemError when it is none of ours
 */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success) throw invalidFields([{ field: 'cursor', message: 'is not a cursor of this list' }]);
  return parsed.data;
}

/** A page as it is sent; the cursor is opaque to clients. */
export function toPage<T, K>(slice: Slice<T, K>): Page<T> {
  const nextCursor = slice.next === null ? null : Buffer.from(JSON.stringify(slice.next)).toString('base64url');
  return { items: slice.items, nextCursor };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

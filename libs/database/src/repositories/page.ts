/** A slice of a list and the sort key of its last row; null on the last page. */
export interface Slice<T, K> {
  readonly items: T[];
  readonly next: K | null;
}

/**
 * Cuts a result that was read with one row too many: the extra row says that there is another page.
 * @param rows up to `limit` + 1 rows
 * @param keyOf the sort key of a row
 */
export function slice<R, T, K>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => K,
  itemOf: (row: R) => T,
): Slice<T, K> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

/** A pattern for ILIKE that finds the text anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

import type { EntityManager } from 'typeorm';

/**
 * Runs a statement over rows turned into one array a column, as `unnest` takes them; nothing when there are no rows.
 * @returns what the statement returns
 */
export async function runOverRows<T, R>(
  manager: EntityManager,
  statement: string,
  rows: readonly T[],
  columns: readonly ((row: T) => unknown)[],
): Promise<R[]> {
  if (rows.length === 0) return [];
  return manager.query<R[]>(
    statement,
    columns.map((column) => rows.map(column)),
  );
}

import type { EntityManager } from 'typeorm';
import { arrayLiteral, type ArrayElement } from './array-literal.js';
import { queryPrepared } from './prepared.js';

/**
 * Runs a statement over rows turned into one array a column, as `unnest` takes them; nothing when there are no rows.
 * @param statement a constant
 * @returns the rows that it returns
 */
export async function runOverRows<T, R extends object>(
  manager: EntityManager,
  statement: string,
  rows: readonly T[],
  columns: readonly ((row: T) => ArrayElement)[],
): Promise<R[]> {
  if (rows.length === 0) return [];
  return queryPrepared<R>(
    manager,
    statement,
    columns.map((column) => arrayLiteral(rows.map(column))),
  );
}

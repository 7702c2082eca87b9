import type { EntityManager } from 'typeorm';
import { arrayLiteral, type ArrayElement } from './array-literal.js';
import { queryPrepared } from './prepared.js';

/**
 * Runs a statement over rows turned into one array a column; nothing when there are no rows.
 * @param statement a constant, with all columns in one `unnest`
 * @param columns of which one at least is never null
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
    columns.map((column) => columnLiteral(rows.map(column))),
  );
}

/** A column that is null in all rows, as many are of tests that pass, is left to `unnest`: it fills up arrays that are too short. */
function columnLiteral(values: readonly ArrayElement[]): string {
  return values.every((value) => value === null) ? '{}' : arrayLiteral(values);
}

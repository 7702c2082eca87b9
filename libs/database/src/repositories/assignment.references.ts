import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import type { EntityManager } from 'typeorm';
import { StorageError, type FieldProblem } from './storage-error.js';

type IdList = 'monitorIds' | 'deviceIds';

/** The tables, which are also what people call their rows. */
const TABLE_OF: Readonly<Record<IdList, string>> = { monitorIds: 'monitor', deviceIds: 'device' };

/**
 * Refuses an assignment that names what does not exist. What is found can't be removed before the transaction ends; call
 * it before the row that holds the assignment is locked, as whoever removes a monitor takes the locks in that order too.
 * @throws StorageError `unknown-reference` that lists every field
 */
export async function requireAssigned(manager: EntityManager, assignment: Assignment): Promise<void> {
  if (assignment.to === 'all') return;
  const problems = [
    ...(await problemsOf(manager, 'monitorIds', assignment.monitorIds)),
    ...(await problemsOf(manager, 'deviceIds', assignment.deviceIds)),
  ];
  if (problems.length > 0) {
    throw new StorageError('unknown-reference', 'The assignment names something that does not exist.', problems);
  }
}

async function problemsOf(manager: EntityManager, list: IdList, ids: readonly string[]): Promise<FieldProblem[]> {
  if (ids.length === 0) return [];
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM ${TABLE_OF[list]} WHERE id = ANY($1::uuid[]) ORDER BY id FOR KEY SHARE`,
    [ids],
  );
  const known = new Set(rows.map(({ id }) => id));
  return ids.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ field: `assignment.${list}.${index}`, message: `is no ${TABLE_OF[list]} that exists: choose another one` }],
  );
}

/**
 * Takes monitors or devices that were removed out of all assignments, in the transaction that removed it: what is read
 * back can always be written again. Each alert or maintenance window that named one gets a new version.
 */
export async function forgetAssigned(manager: EntityManager, list: IdList, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['alert', 'maintenance_window'] as const) await forgetIn(table, manager, list, ids);
}

async function forgetIn(
  table: 'alert' | 'maintenance_window',
  manager: EntityManager,
  list: IdList,
  ids: readonly string[],
): Promise<void> {
  // In the order of their ids, as everybody who locks several.
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM ${table} WHERE assignment->'${list}' ?| $1::text[] ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );
  if (rows.length === 0) return;
  await manager.query(
    `UPDATE ${table} SET assignment = jsonb_set(assignment, '{${list}}', (assignment->'${list}') - $1::text[]),
                      version = version + 1, updated_at = now()
     WHERE id = ANY($2::uuid[])`,
    [ids, rows.map((row) => row.id)],
  );
}

import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import type { EntityManager } from 'typeorm';
import type { FieldProblem } from './storage-error.js';

/** Names every monitor and device of an assignment that does not exist: `assignment.monitorIds.0`. Tags need not exist. */
export async function findAssignmentProblems(manager: EntityManager, assignment: Assignment): Promise<FieldProblem[]> {
  if (assignment.to === 'all') return [];
  return [
    ...(await unknownIds(manager, 'monitor', assignment.monitorIds)),
    ...(await unknownIds(manager, 'device', assignment.deviceIds)),
  ];
}

async function unknownIds(
  manager: EntityManager,
  table: 'monitor' | 'device',
  ids: readonly string[],
): Promise<FieldProblem[]> {
  if (ids.length === 0) return [];
  const rows = await manager.query<{ place: number }[]>(
    `SELECT named.place::int - 1 AS place FROM unnest($1::uuid[]) WITH ORDINALITY AS named (id, place)
     WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.id = named.id) ORDER BY 1`,
    [ids],
  );
  return rows.map(({ place }) => ({ field: `assignment.${table}Ids.${place}`, message: `there is no such ${table}` }));
}

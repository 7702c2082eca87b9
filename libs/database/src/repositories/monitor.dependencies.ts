import { circleClosedBy, describeCircle } from '@twotwenty/domain/alerting/dependencies';
import type { EntityManager } from 'typeorm';
import { StorageError } from './storage-error.js';

/** Held by whoever adds dependencies: two that together close a circle must not both find none. */
const DEPENDENCIES_LOCK = 220_003;

interface Edge {
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
}

/** Every dependency along the ways that begin at some monitors. */
const SELECT_REACHABLE = `
  WITH RECURSIVE reached (key) AS (
    SELECT key FROM monitor WHERE id = ANY($1::uuid[])
    UNION
    SELECT depends_on_key FROM reached JOIN monitor_dependency ON monitor_key = reached.key
  )
  SELECT dependent.id AS "from", dependent.name AS "fromName", other.id AS "to", other.name AS "toName"
  FROM reached
  JOIN monitor_dependency dependency ON dependency.monitor_key = reached.key
  JOIN monitor dependent ON dependent.key = reached.key
  JOIN monitor other ON other.key = dependency.depends_on_key`;

/**
 * Makes a monitor depend on others, all of which exist, and on nothing else.
 * @throws StorageError `invalid` when that closes a circle, with the way around it
 */
export async function saveDependencies(
  manager: EntityManager,
  monitor: { readonly key: number; readonly id: string; readonly name: string },
  dependsOn: readonly string[],
): Promise<void> {
  if (dependsOn.length > 0) await refuseCircle(manager, monitor, dependsOn);
  await manager.query(
    `DELETE FROM monitor_dependency USING monitor other
     WHERE monitor_key = $1 AND other.key = depends_on_key AND other.id <> ALL($2::uuid[])`,
    [monitor.key, dependsOn],
  );
  await manager.query(
    `INSERT INTO monitor_dependency (monitor_key, depends_on_key)
     SELECT $1, key FROM monitor WHERE id = ANY($2::uuid[]) ON CONFLICT DO NOTHING`,
    [monitor.key, dependsOn],
  );
}

async function refuseCircle(
  manager: EntityManager,
  monitor: { readonly id: string; readonly name: string },
  dependsOn: readonly string[],
): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [DEPENDENCIES_LOCK]);
  const edges = await manager.query<Edge[]>(SELECT_REACHABLE, [dependsOn]);
  const dependencies = new Map<string, string[]>();
  const names = new Map([[monitor.id, monitor.name]]);
  for (const { from, fromName, to, toName } of edges) {
    dependencies.set(from, [...(dependencies.get(from) ?? []), to]);
    names.set(from, fromName).set(to, toName);
  }
  const circle = circleClosedBy(monitor.id, dependsOn, dependencies);
  if (circle === null) return;
  const way = describeCircle(circle, (id) => names.get(id) ?? id);
  throw new StorageError('invalid', 'Monitors must not depend on each other in a circle.', [
    { field: 'dependsOn', message: `would close a circle: ${way}` },
  ]);
}

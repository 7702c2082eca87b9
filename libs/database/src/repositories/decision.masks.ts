import { isMasked, type Standing } from '@twotwenty/domain/alerting/dependencies';
import type { EntityManager } from 'typeorm';

/** What of a failing monitor says whether its failure is masked. */
export interface Maskable {
  readonly monitorKey: number;
  /** When the test was claimed, which is before any site began it. */
  readonly testStartedAt: Date;
}

interface DependencyRow extends Standing {
  readonly monitorKey: number;
  readonly dependsOnKey: number;
}

/** Every dependency along the ways that begin at some monitors, each with where the one depended on stands. */
const SELECT_DEPENDENCIES = `
  WITH RECURSIVE reached (monitor_key, depends_on_key) AS (
    SELECT monitor_key, depends_on_key FROM monitor_dependency WHERE monitor_key = ANY($1::int[])
    UNION
    SELECT dependency.monitor_key, dependency.depends_on_key
    FROM reached JOIN monitor_dependency dependency ON dependency.monitor_key = reached.depends_on_key
  )
  SELECT reached.monitor_key AS "monitorKey", reached.depends_on_key AS "dependsOnKey", state.status, state.since, state.hold
  FROM reached JOIN monitor_state state ON state.monitor_key = reached.depends_on_key`;

/**
 * The monitors whose failure says nothing of them, because something they depend on is out. One statement, none where
 * nothing fails. What is depended on is read without locks, as it was before this transaction's decisions.
 * @param failing those that may be found to fail
 */
export async function findMasked(manager: EntityManager, failing: readonly Maskable[]): Promise<ReadonlySet<number>> {
  if (failing.length === 0) return new Set();
  const rows = await manager.query<DependencyRow[]>(SELECT_DEPENDENCIES, [failing.map((state) => state.monitorKey)]);
  const dependencies = new Map<number, number[]>();
  for (const { monitorKey, dependsOnKey } of rows) {
    dependencies.set(monitorKey, [...(dependencies.get(monitorKey) ?? []), dependsOnKey]);
  }
  const standings = new Map(rows.map((row) => [row.dependsOnKey, row]));
  const masked = failing.filter((state) =>
    isMasked(state.monitorKey, dependencies, (key) => standings.get(key), state.testStartedAt),
  );
  return new Set(masked.map((state) => state.monitorKey));
}

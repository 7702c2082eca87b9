import type { BulkAction } from '@twotwenty/contracts/monitor-bulk';

/** Statements of the bulk actions; the tables are called `monitor` and `state`. */

/** After the states, in the same order as everybody who locks several. */
export const LOCK_CONFIGURATIONS = `
  SELECT key FROM monitor WHERE key = ANY($1::int[]) ORDER BY key FOR NO KEY UPDATE`;

/**
 * Why an action leaves a monitor as it is; null where it changes it. `known.given` are tags, or the ids of the monitors that
 * an alert serves, null for one that serves all.
 */
export const UNCHANGED: Readonly<Record<BulkAction, string>> = {
  enable: `CASE WHEN monitor.enabled THEN 'is enabled already' END`,
  disable: `CASE WHEN NOT monitor.enabled THEN 'is disabled already' END`,
  suspend: `NULL::text`,
  resume: `CASE WHEN state.suspended_until IS NULL THEN 'is not suspended' END`,
  test: `CASE WHEN NOT monitor_is_tested(state.hold, state.maintenance) THEN 'is not tested while it is held: ' || state.hold
              WHEN state.in_flight THEN 'is being tested already' END`,
  'add-tags': `CASE WHEN monitor.tags @> known.given THEN 'has these tags already'
                    WHEN cardinality(ARRAY(SELECT DISTINCT unnest(monitor.tags || known.given))) > 32
                    THEN 'would have more than 32 tags' END`,
  'remove-tags': `CASE WHEN NOT monitor.tags && known.given THEN 'has none of these tags' END`,
  'add-to-alert': `CASE WHEN known.given IS NULL THEN 'is served already: the alert is for all monitors'
                        WHEN monitor.id::text = ANY(known.given) THEN 'is assigned to the alert already' END`,
};

/** What an action does to the monitors of `$1`; `$2` is its value. Alerts are changed in their own row. */
export const CHANGES: Readonly<Record<Exclude<BulkAction, 'add-to-alert'>, string>> = {
  enable: configuration('enabled = $2::bool'),
  disable: configuration('enabled = $2::bool'),
  suspend: `UPDATE monitor_state SET suspended_until = $2::timestamptz WHERE monitor_key = ANY($1::int[])`,
  resume: `UPDATE monitor_state SET suspended_until = $2::timestamptz WHERE monitor_key = ANY($1::int[])`,
  test: `UPDATE monitor_state SET due_at = least(due_at, now()), forced = $2::bool WHERE monitor_key = ANY($1::int[])`,
  'add-tags': configuration(
    `tags = tags || ARRAY(SELECT tag FROM unnest($2::text[]) WITH ORDINALITY added (tag, place)
                          WHERE tag <> ALL(monitor.tags) ORDER BY place)`,
  ),
  'remove-tags': configuration(
    `tags = ARRAY(SELECT tag FROM unnest(monitor.tags) WITH ORDINALITY kept (tag, place)
                  WHERE tag <> ALL($2::text[]) ORDER BY place)`,
  ),
};

function configuration(change: string): string {
  return `UPDATE monitor SET ${change}, version = version + 1, updated_at = clock_timestamp() WHERE key = ANY($1::int[])`;
}

export const ADD_TO_ALERT = `
  UPDATE alert SET assignment = jsonb_set(assignment, '{monitorIds}', (assignment->'monitorIds') || $2::jsonb),
                   version = version + 1, updated_at = now()
  WHERE id = $1`;

/** One entry a monitor. */
export const WRITE_BULK_AUDIT = `
  INSERT INTO audit (actor, action, subject_type, subject_id, subject_name, details)
  SELECT $1, $2, 'monitor', id, name, $5::jsonb FROM unnest($3::text[], $4::text[]) AS changed (id, name)`;

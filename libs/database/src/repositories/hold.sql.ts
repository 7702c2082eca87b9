/** Statements about holds; those that change rows take one array a column. */

/**
 * What the open windows ask for a monitor: the parameters from `first` on are those of `windowParameters`. The tables are
 * called `monitor` and `device` in the statement.
 */
export function maintenanceOf(first: number): string {
  const isOneOf = (place: number): string =>
    `$${place}::bool OR monitor.id = ANY($${place + 1}::uuid[]) OR monitor.device_id = ANY($${place + 2}::uuid[])
     OR monitor.tags && $${place + 3}::text[] OR device.tags && $${place + 3}::text[]`;
  return `CASE WHEN ${isOneOf(first)} THEN 'stop' WHEN ${isOneOf(first + 4)} THEN 'mute' END`;
}

// Ordered so that the indexes are read, which end at once: the planner can't know how few rows there are.
/** Whether the clock may ask for anything: some window may be open, a suspension may be over, or something was left from before. */
export const IS_ANYTHING_TO_KEEP = `
  SELECT EXISTS (SELECT 1 FROM maintenance_window WHERE enabled)
    OR (SELECT true FROM monitor_state WHERE suspended_until <= now() ORDER BY suspended_until LIMIT 1) IS NOT NULL
    OR (SELECT true FROM monitor_state WHERE maintenance IS NOT NULL ORDER BY monitor_key LIMIT 1) IS NOT NULL
    AS "isAnything"`;

/** Suspensions that are over, oldest first. */
export const FIND_ENDED_SUSPENSIONS = `
  SELECT monitor_key AS "monitorKey" FROM monitor_state
  WHERE suspended_until <= $1 ORDER BY suspended_until LIMIT $2`;

/** Monitors under maintenance while no window is open. */
export const FIND_LEFT_IN_MAINTENANCE = `
  SELECT monitor_key AS "monitorKey" FROM monitor_state
  WHERE maintenance IS NOT NULL ORDER BY monitor_key LIMIT $1`;

/** Monitors that know of other maintenance than there is. Reads all monitors. */
export const FIND_OTHER_MAINTENANCE = `
  SELECT state.monitor_key AS "monitorKey"
  FROM monitor_state state JOIN monitor ON monitor.key = state.monitor_key JOIN device ON device.id = monitor.device_id
  WHERE state.maintenance IS DISTINCT FROM ${maintenanceOf(2)}
  ORDER BY state.monitor_key LIMIT $1`;

// The order of the evaluator, so that it and this wait for each other and never deadlock.
export const LOCK_KEYS = `
  SELECT monitor_key AS "monitorKey" FROM monitor_state
  WHERE monitor_key = ANY($1::int[]) ORDER BY monitor_key FOR UPDATE`;

export const LOCK_MONITOR = `
  SELECT monitor_key AS "monitorKey" FROM monitor_state
  WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1) FOR UPDATE`;

export const LOCK_DEVICE_MONITORS = `
  SELECT state.monitor_key AS "monitorKey"
  FROM monitor_state state JOIN monitor ON monitor.key = state.monitor_key
  WHERE monitor.device_id = $1 ORDER BY state.monitor_key FOR UPDATE OF state`;

export const LOCK_TAGGED_MONITORS = `
  SELECT state.monitor_key AS "monitorKey"
  FROM monitor_state state JOIN monitor ON monitor.key = state.monitor_key JOIN device ON device.id = monitor.device_id
  WHERE $1 = ANY(monitor.tags) OR $1 = ANY(device.tags) ORDER BY state.monitor_key FOR UPDATE OF state`;

/** Reasons for holds beside the holds there are. To be read after the locks were got. */
export const SELECT_HOLDS = `
  SELECT state.monitor_key AS "monitorKey", state.status, state.hold, state.since, state.failures, state.alerts,
         state.first_failure_at AS "firstFailureAt", state.incident_id AS "incidentId",
         monitor.enabled, state.suspended_until AS "suspendedUntil", state.maintenance AS "knownMaintenance",
         ${maintenanceOf(2)} AS maintenance, monitor.timing, monitor.notification
  FROM monitor_state state JOIN monitor ON monitor.key = state.monitor_key JOIN device ON device.id = monitor.device_id
  WHERE state.monitor_key = ANY($1::int[])
  ORDER BY state.monitor_key`;

/** A test in flight is forgotten: its reports find no site that was asked. */
export const UPDATE_HOLDS = `
  UPDATE monitor_state state
  SET status = changed.status, hold = changed.hold, since = changed.since, failures = changed.failures,
      alerts = changed.alerts, first_failure_at = changed.first_failure_at, incident_id = changed.incident_id,
      due_at = changed.due_at, suspended_until = changed.suspended_until, maintenance = changed.maintenance,
      in_flight = false, forced = false, sites = '{}', votes = '{}'
  FROM unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::uuid[],
              $9::timestamptz[], $10::timestamptz[], $11::text[])
    AS changed (monitor_key, status, hold, since, failures, alerts, first_failure_at, incident_id, due_at,
                suspended_until, maintenance)
  WHERE state.monitor_key = changed.monitor_key`;

export const INTERRUPT_INCIDENTS = `
  UPDATE incident SET ended_at = changed.ended_at, ending = 'interrupted'
  FROM unnest($1::uuid[], $2::timestamptz[]) AS changed (id, ended_at)
  WHERE incident.id = changed.id AND incident.ended_at IS NULL`;

export const INSERT_HOLD_EVENTS = `
  INSERT INTO event (monitor_key, at, type, data)
  SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::jsonb[])`;

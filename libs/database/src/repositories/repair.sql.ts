import { maintenanceOf } from './hold.sql.js';

/** Statements of repairs. Whoever locks several rows takes the state of the monitor first, as decisions do. */

/** To be continued from SET: what an attempt left is forgotten; who released it is not. */
export const FORGET_ATTEMPT = `
      acted_at = NULL, code = NULL, exit_status = NULL, steps = '[]', output = '', machine = NULL, addresses = '{}',
      port = NULL, method = NULL, credential_id = NULL, services = '{}'`;

export const READY = `SELECT id FROM action_run WHERE state = 'ready' AND due_at <= now()`;

/**
 * Begins what is ready, at most $1 repairs: each is begun once, by whoever gets its row. $2: milliseconds until whoever
 * carries it out is taken to have died. What an earlier attempt left is forgotten.
 */
export const TAKE = `
  WITH free AS MATERIALIZED (
    ${READY} ORDER BY due_at, sequence LIMIT $1 FOR UPDATE SKIP LOCKED
  ), begun AS (
    UPDATE action_run run
    SET state = 'running', attempts = run.attempts + 1, started_at = now(), finished_at = NULL, duration_ms = NULL,
        error = NULL, response = NULL, running_until = now() + make_interval(secs => $2::float8 / 1000)
    FROM free WHERE run.id = free.id
    RETURNING run.id
  )
  INSERT INTO repair (run_id) SELECT id FROM begun
  ON CONFLICT (run_id) DO UPDATE
  SET ${FORGET_ATTEMPT}
  RETURNING run_id AS id`;

/**
 * All that bears on whether some repairs ($1) may begin, as it is now. Whether there is maintenance is asked of the windows too, whose
 * parameters follow: states know of it only once the controller, which may be away, has told them.
 */
export const SELECT_FACTS = `
  SELECT run.id, run.attempts, run.attempts - repair.put_back AS "countedAttempts", run.incident_id AS "incidentId", run.alert_id AS "alertId", run.alert_name AS "alertName",
         run.action_id AS "actionId", run.action_type AS type, run.alert_number AS "alertNumber",
         coalesce(repair.released_at, run.created_at) AS "releasedAt", notice.facts, monitor.id AS "monitorId",
         monitor.name AS "monitorName", monitor.recovery, monitor.target->>'host' AS host,
         coalesce(state.hold, CASE WHEN ${maintenanceOf(2)} IS NOT NULL THEN 'maintenance' END) AS hold,
         coalesce(state.incident_id = run.incident_id, false) AS "isIncidentOpen", settings.stopped AS "isStopped",
         (SELECT action FROM alert, jsonb_array_elements(alert.actions) action
          WHERE alert.id = run.alert_id AND alert.enabled AND action->>'id' = run.action_id::text) AS action,
         clock_timestamp() AS now
  FROM action_run run
  JOIN repair ON repair.run_id = run.id
  JOIN notice ON notice.id = run.notice_id
  JOIN monitor ON monitor.key = notice.monitor_key
  JOIN device ON device.id = monitor.device_id
  JOIN monitor_state state ON state.monitor_key = monitor.key
  CROSS JOIN recovery_settings settings
  WHERE run.id = ANY($1::uuid[])`;

/** What leave to act depends on is held still until it is given: the monitor's state, and the stop switch. */
export const LOCK_GROUNDS = `
  SELECT 1 FROM monitor_state
  WHERE monitor_key = (SELECT notice.monitor_key FROM action_run run JOIN notice ON notice.id = run.notice_id
                       WHERE run.id = $1)
  FOR SHARE`;
export const LOCK_SETTINGS = `SELECT 1 FROM recovery_settings FOR SHARE`;

/** Whether the attempt $2 of a run is still that of its caller. */
export const LOCK_RUN = `
  SELECT state = 'running' AND attempts = $2 AND running_until > clock_timestamp() AS "isMine"
  FROM action_run WHERE id = $1 FOR UPDATE`;

export const SET_ACTING = `UPDATE repair SET acted_at = clock_timestamp() WHERE run_id = $1`;
export const SET_MACHINE_ACTING = `
  UPDATE machine_repair SET acted_at = clock_timestamp() WHERE run_id = $1 AND attempt = $2`;

/**
 * What was done to a machine ($1, by all its names) lately, other than by the attempt $3 of the run $2. Whoever is at it and gave no
 * sign of life in time may still wake up, until the sweep has taken the run from him. What this run may stand in for is of the same
 * alert.
 */
export const SELECT_MACHINE_HISTORY = `
  WITH other AS MATERIALIZED (
    SELECT done.run_id, done.attempt, max(done.acted_at) AS acted_at,
           coalesce(bool_or(done.busy_until > now() OR EXISTS (
             SELECT 1 FROM action_run run
             WHERE run.id = done.run_id AND run.attempts = done.attempt AND run.state = 'running'
           )) FILTER (WHERE done.busy_until IS NOT NULL), false) AS is_busy
    FROM machine_repair done
    WHERE done.machine = ANY($1::text[]) AND (done.run_id, done.attempt) <> ($2::uuid, $3::int)
    GROUP BY done.run_id, done.attempt
  ), same AS MATERIALIZED (
    SELECT run.id FROM action_run mine
    JOIN action_run run
      ON run.incident_id = mine.incident_id AND run.alert_id = mine.alert_id AND run.alert_number = mine.alert_number
    WHERE mine.id = $2 AND run.id <> mine.id AND mine.stands_in_for_action_id IS NOT NULL
  )
  SELECT settings.cooldown_seconds AS "cooldownSeconds", settings.max_per_machine_per_day AS "maxPerDay", now() AS now,
         EXISTS (SELECT 1 FROM other WHERE is_busy) AS "isBusy",
         ARRAY(SELECT acted_at FROM other WHERE acted_at > now() - interval '24 hours') AS "actedAt",
         (SELECT max(acted_at) FROM other WHERE run_id NOT IN (SELECT id FROM same)) AS "lastApart"
  FROM recovery_settings settings`;

export const INSERT_MACHINE = `
  INSERT INTO machine_repair (machine, run_id, attempt, busy_until)
  SELECT machine, $2, $3, now() + make_interval(secs => $4::float8 / 1000) FROM unnest($1::text[]) AS machine`;

/** A cooldown lasts seven days at most. What was freed before anything was done is of no interest. */
export const DELETE_OLD_MACHINES = `
  DELETE FROM machine_repair
  WHERE coalesce(greatest(busy_until, acted_at), '-infinity') < now() - interval '8 days'`;

export const SET_TARGET = `
  UPDATE repair SET machine = $2, addresses = $3, port = $4, method = $5, credential_id = $6, services = $7
  WHERE run_id = $1 AND EXISTS (SELECT 1 FROM action_run WHERE id = $1 AND attempts = $8)`;

/** What a repair has done so far, and that whoever is at it lives. $3: milliseconds more. */
export const EXTEND = `
  UPDATE action_run SET running_until = now() + make_interval(secs => $3::float8 / 1000)
  WHERE id = $1 AND attempts = $2 AND state = 'running'`;
export const EXTEND_MACHINE = `
  UPDATE machine_repair SET busy_until = now() + make_interval(secs => $3::float8 / 1000)
  WHERE run_id = $1 AND attempt = $2 AND busy_until IS NOT NULL`;
export const SET_PROGRESS = `
  UPDATE repair SET steps = $3, output = $4
  WHERE run_id = $1 AND EXISTS (SELECT 1 FROM action_run WHERE id = $1 AND attempts = $2)`;

/**
 * Its turn has not come: nothing was done, and people do not count the attempt. Its number is never given again all the same: by
 * it carriers are told apart. $3: milliseconds until it is tried.
 */
export const PUT_BACK = `
  WITH waiting AS (
    UPDATE action_run
    SET state = 'ready', running_until = NULL, started_at = NULL,
        due_at = now() + make_interval(secs => $3::float8 / 1000)
    WHERE id = $1 AND attempts = $2 AND state = 'running'
      AND NOT EXISTS (SELECT 1 FROM repair WHERE run_id = $1 AND acted_at IS NOT NULL)
    RETURNING id
  )
  UPDATE repair SET put_back = put_back + 1 FROM waiting WHERE run_id = waiting.id`;

// Also when it was taken for lost meanwhile: whoever did it knows best.
export const FINISH = `
  UPDATE action_run
  SET state = $3, skip_code = $4, skip_reason = $5, error = $6, response = $7, running_until = NULL,
      finished_at = clock_timestamp(),
      duration_ms = (extract(epoch FROM clock_timestamp() - started_at) * 1000)::int
  WHERE id = $1 AND attempts = $2 AND state IN ('running', 'unknown')`;
export const SET_RESULT = `UPDATE repair SET code = $2, exit_status = $3, steps = $4, output = $5 WHERE run_id = $1`;
export const FREE_MACHINE = `UPDATE machine_repair SET busy_until = NULL WHERE run_id = $1 AND attempt = $2`;

/**
 * Those whose carrier has died. Before leave was given nothing was done, and it begins again. Both rows are locked, lest leave is
 * given between the look and the lock: Postgres looks again at what it locks alone.
 */
export const BEGIN_AGAIN = `
  WITH lost AS MATERIALIZED (
    SELECT run.id FROM action_run run JOIN repair ON repair.run_id = run.id
    WHERE run.state = 'running' AND run.running_until <= now() AND repair.acted_at IS NULL
    FOR UPDATE OF run, repair SKIP LOCKED
  )
  UPDATE action_run run SET state = 'ready', running_until = NULL, due_at = now() FROM lost WHERE run.id = lost.id`;

/** Whether there is any that may be lost, or wait in vain: nearly always there is none. */
export const ANY_TO_WATCH = `
  SELECT 1 WHERE EXISTS (SELECT 1 FROM action_run WHERE state = 'running')
    OR EXISTS (SELECT 1 FROM action_run WHERE state = 'awaiting-approval')`;

/** After that nobody knows, and it is never repeated by itself. $1: the sentence, $2: the code. */
export const SET_UNKNOWN = `
  WITH lost AS MATERIALIZED (
    SELECT run.id FROM action_run run JOIN repair ON repair.run_id = run.id
    WHERE run.state = 'running' AND run.running_until <= now() AND repair.acted_at IS NOT NULL
    FOR UPDATE OF run SKIP LOCKED
  ), coded AS (
    UPDATE repair SET code = $2 FROM lost WHERE repair.run_id = lost.id
  )
  UPDATE action_run run
  SET state = 'unknown', error = $1, running_until = NULL, finished_at = now(),
      duration_ms = (extract(epoch FROM now() - run.started_at) * 1000)::int
  FROM lost WHERE run.id = lost.id
  RETURNING run.id, run.attempts, run.action_type AS type`;

/** Nobody released it while it was worth it. */
export const END_WAITING = `
  WITH over AS MATERIALIZED (
    SELECT run.id, coalesce(state.incident_id = run.incident_id, false) AS "isOpen"
    FROM action_run run
    JOIN notice ON notice.id = run.notice_id
    JOIN monitor_state state ON state.monitor_key = notice.monitor_key
    WHERE run.state = 'awaiting-approval'
      AND (state.incident_id IS DISTINCT FROM run.incident_id OR run.created_at < now() - interval '24 hours')
    FOR UPDATE OF run SKIP LOCKED
  )
  UPDATE action_run run
  SET state = 'skipped', finished_at = now(),
      skip_code = CASE WHEN over."isOpen" THEN 'too-late' ELSE 'over' END,
      skip_reason = CASE WHEN over."isOpen" THEN 'Nobody released it within 24 hours.'
                         ELSE 'The outage was over before it was released.' END
  FROM over WHERE run.id = over.id`;

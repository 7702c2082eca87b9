import { BAD_NEWS_KINDS, GOOD_NEWS_KINDS } from './notice-kinds.sql.js';

/** Statements of the outbox. */

/**
 * Statements that wait for locks of several runs take them in the order of their planning, so that they never wait for
 * each other. $1: the delivery.
 */
const OF_DELIVERY = `
  WITH mine AS MATERIALIZED (
    SELECT id FROM action_run WHERE delivery_id = $1 AND state = 'pending' ORDER BY sequence FOR UPDATE
  )`;

/** Of the runs of an action in an incident, a later one waits for the earlier ones. */
const UNBLOCKED = `NOT EXISTS (
    SELECT 1 FROM action_run earlier
    WHERE earlier.state = 'pending' AND earlier.incident_id = run.incident_id AND earlier.alert_id = run.alert_id
      AND earlier.action_id = run.action_id AND earlier.sequence < run.sequence)`;

/** Nearly always there is none. */
export const DUE = `
  SELECT 1 FROM action_run
  WHERE state = 'pending' AND due_at <= now() AND (queued_until IS NULL OR queued_until <= now())`;

export const GROUPS_ARE_DUE = `
  SELECT 1 FROM action_run WHERE state = 'pending' AND delivery_id IS NULL AND due_at <= now() LIMIT 1`;

/**
 * Once the first of the runs that wait for each other is due, all of them become one delivery. An action is told by its
 * alert too: a copy of an alert may have the same actions.
 */
export const FORM_GROUPS = `
  WITH waiting AS MATERIALIZED (
    SELECT run.id, run.alert_id, run.action_id, run.kind, run.due_at FROM action_run run
    WHERE run.state = 'pending' AND run.delivery_id IS NULL AND ${UNBLOCKED}
  ), due AS MATERIALIZED (
    SELECT alert_id, action_id, kind, gen_random_uuid() AS delivery_id
    FROM waiting GROUP BY alert_id, action_id, kind HAVING min(due_at) <= now()
  )
  UPDATE action_run run SET delivery_id = due.delivery_id, due_at = now()
  FROM waiting JOIN due USING (alert_id, action_id, kind)
  WHERE run.id = waiting.id`;

/**
 * Due deliveries of each action, oldest first: no action gets more than its share of the deliveries under way, so that one
 * that hangs holds up no other. $1: deliveries of one action under way. The first part steps from action to action along
 * the index.
 */
export const SELECT_DUE = `
  WITH RECURSIVE action (id) AS (
    (SELECT action_id FROM action_run WHERE state = 'pending' ORDER BY action_id LIMIT 1)
    UNION ALL
    SELECT (SELECT run.action_id FROM action_run run
            WHERE run.state = 'pending' AND run.action_id > action.id ORDER BY run.action_id LIMIT 1)
    FROM action WHERE action.id IS NOT NULL
  ), picked AS MATERIALIZED (
    SELECT run.delivery_id, row_number() OVER (PARTITION BY action.id ORDER BY run.due_at, run.sequence) AS place
    FROM action CROSS JOIN LATERAL (
      SELECT run.delivery_id, run.due_at, run.sequence FROM action_run run
      WHERE run.state = 'pending' AND run.action_id = action.id AND run.due_at <= now() AND run.delivery_id IS NOT NULL
        AND (run.queued_until IS NULL OR run.queued_until <= now()) AND ${UNBLOCKED}
      ORDER BY run.due_at, run.sequence
      LIMIT (SELECT greatest(0, $1 - count(DISTINCT busy.delivery_id)) FROM action_run busy
             WHERE busy.state = 'pending' AND busy.queued_until > now() AND busy.action_id = action.id)
    ) run
    WHERE action.id IS NOT NULL
  )
  SELECT delivery_id AS "deliveryId" FROM picked GROUP BY delivery_id ORDER BY min(place)
  LIMIT (SELECT greatest(0, $2 - count(*)) FROM action_run WHERE state = 'pending' AND queued_until > now())`;

/**
 * Notes that some deliveries ($1) are in the queue, for $2 seconds until it is taken to have lost them. Apart from their
 * choice, of whose size the planner has no idea: together they read the whole table every time. Runs that somebody has
 * locked are passed over: somebody is at them.
 */
export const SET_QUEUED = `
  WITH free AS MATERIALIZED (
    SELECT id FROM action_run WHERE delivery_id = ANY($1::uuid[]) AND state = 'pending' FOR UPDATE SKIP LOCKED
  )
  UPDATE action_run run SET queued_until = now() + make_interval(secs => $2)
  FROM free WHERE run.id = free.id
  RETURNING run.delivery_id AS "deliveryId", run.action_id AS "actionId"`;

/**
 * Begins an attempt of some deliveries ($1). One that somebody else is at, that is over or not due yet is left alone:
 * the queue may hand out a delivery twice. $2: milliseconds until whoever makes the attempt is taken to have died.
 */
export const TAKE = `
  WITH taken AS MATERIALIZED (
    SELECT id FROM action_run
    WHERE delivery_id = ANY($1::uuid[]) AND state = 'pending' AND due_at <= now()
      AND (running_until IS NULL OR running_until <= now())
    ORDER BY sequence FOR UPDATE
  )
  UPDATE action_run run
  SET attempts = run.attempts + 1, started_at = coalesce(run.started_at, now()),
      running_until = now() + make_interval(secs => $2::float8 / 1000),
      queued_until = now() + make_interval(secs => $2::float8 / 1000)
  FROM taken, notice
  WHERE run.id = taken.id AND notice.id = run.notice_id
  RETURNING run.id, run.delivery_id AS "deliveryId", run.sequence, run.alert_id AS "alertId",
    run.alert_name AS "alertName", run.action_id AS "actionId", run.action_type AS "actionType", run.kind,
    run.alert_number AS "alertNumber", run.stands_in_for_action_id AS "standsInForActionId", run.attempts,
    run.started_at AS "startedAt", notice.facts, notice.at,
    EXISTS (
      SELECT 1 FROM action_run failure
      WHERE failure.incident_id = run.incident_id AND failure.alert_id = run.alert_id
        AND failure.action_id = run.action_id AND failure.kind IN (${BAD_NEWS_KINDS}) AND failure.state = 'delivered'
    ) AS "hasTold"`;

export const EXTEND = `
  UPDATE action_run
  SET running_until = now() + make_interval(secs => $3::float8 / 1000),
      queued_until = now() + make_interval(secs => $3::float8 / 1000)
  WHERE delivery_id = $1 AND attempts = $2 AND state = 'pending'`;

export const SELECT_ALERTS = `SELECT id, name, enabled, assignment, actions FROM alert WHERE id = ANY($1::uuid[])`;

// Whoever delivered it, and however late, also when it had been given up meanwhile: it was told.
export const SET_DELIVERED = `
  WITH delivered AS MATERIALIZED (
    SELECT run.id, told.response, told.duration_ms
    FROM unnest($1::uuid[], $2::text[], $3::int[]) AS told (delivery_id, response, duration_ms)
    JOIN action_run run ON run.delivery_id = told.delivery_id
    WHERE run.state IN ('pending', 'failed') ORDER BY run.sequence FOR UPDATE OF run
  )
  UPDATE action_run run
  SET state = 'delivered', response = delivered.response, error = NULL, duration_ms = delivered.duration_ms,
      finished_at = clock_timestamp(), queued_until = NULL, running_until = NULL
  FROM delivered WHERE run.id = delivered.id`;

export const SET_SKIPPED = `
  UPDATE action_run
  SET state = 'skipped', skip_code = $2, skip_reason = $3, finished_at = clock_timestamp(),
      queued_until = NULL, running_until = NULL
  WHERE id = ANY($1::uuid[]) AND state = 'pending'`;

/** Of the attempt $2 alone: a later one may be under way. $3: milliseconds to the next attempt, null when there is none. */
export const SET_TROUBLE = `${OF_DELIVERY}
  UPDATE action_run
  SET state = CASE WHEN $3::float8 IS NULL THEN 'failed' ELSE 'pending' END,
      due_at = clock_timestamp() + make_interval(secs => coalesce($3::float8, 0) / 1000),
      finished_at = CASE WHEN $3::float8 IS NULL THEN clock_timestamp() END,
      error = $4, response = $5, duration_ms = $6, queued_until = NULL, running_until = NULL
  FROM mine
  WHERE action_run.id = mine.id AND state = 'pending' AND attempts = $2`;

/** The same lock as that of a decision: a recovery is planned either before or after what stands in for a failure. */
export const LOCK_MONITORS = `
  SELECT 1 FROM monitor_state
  WHERE monitor_key IN (SELECT notice.monitor_key FROM action_run run JOIN notice ON notice.id = run.notice_id
                        WHERE run.delivery_id = $1)
  ORDER BY monitor_key FOR UPDATE`;

/** The same for what is told of sites. */
export const LOCK_SITES = `
  SELECT 1 FROM site
  WHERE key IN (SELECT notice.site_key FROM action_run run JOIN notice ON notice.id = run.notice_id
                WHERE run.delivery_id = $1)
  ORDER BY key FOR NO KEY UPDATE`;

/** The same for one run, of a monitor. */
export const LOCK_MONITOR_OF_RUN = `
  SELECT 1 FROM monitor_state
  WHERE monitor_key = (SELECT notice.monitor_key FROM action_run run JOIN notice ON notice.id = run.notice_id
                       WHERE run.id = $1)
  FOR UPDATE`;

/** The notice that takes back what `run` told. Of a monitor or a site: by their keys it is found fast. */
const TAKEN_BACK_BY = `
  FROM notice other
  WHERE (other.monitor_key = notice.monitor_key OR other.site_key = notice.site_key)
    AND other.incident_id = run.incident_id AND other.kind IN (${GOOD_NEWS_KINDS})
  LIMIT 1`;

/** @param which a condition on `run`, with the parameter $1 */
function toStandIn(which: string): string {
  return `
  UPDATE action_run run SET fell_back = true
  FROM notice
  WHERE ${which} AND run.attempts = $2 AND NOT run.fell_back AND run.kind <> 'test' AND notice.id = run.notice_id
  RETURNING run.notice_id AS "noticeId", run.incident_id AS "incidentId", run.alert_id AS "alertId",
    run.action_id AS "actionId", run.kind, run.alert_number AS "alertNumber", clock_timestamp() AS now,
    (SELECT other.alert_number ${TAKEN_BACK_BY}) AS "recoveryNumber",
    (SELECT other.id ${TAKEN_BACK_BY}) AS "recoveryNoticeId"`;
}

/** $1: a delivery, $2: the attempt that failed. */
export const SELECT_DELIVERY_TO_STAND_IN = toStandIn(`run.delivery_id = $1 AND run.state IN ('pending', 'failed')`);

/** $1: a repair, $2: the attempt that failed. */
export const SELECT_REPAIR_TO_STAND_IN = toStandIn(`run.id = $1 AND run.state IN ('failed', 'refused')`);

/** What was told long ago, with its runs; not what is still to be told, and nothing of an incident that goes on, or of a site that is lost. */
export const DELETE_OLD = `
  DELETE FROM notice
  WHERE id IN (
    SELECT notice.id FROM notice
    WHERE notice.at < now() - make_interval(days => $1)
      AND NOT EXISTS (
        SELECT 1 FROM action_run run
        WHERE run.state IN ('pending', 'awaiting-approval', 'ready', 'running')
          AND (run.notice_id = notice.id OR run.incident_id = notice.incident_id))
      AND NOT EXISTS (SELECT 1 FROM incident WHERE incident.id = notice.incident_id AND incident.ended_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM site WHERE site.incident_id = notice.incident_id)
    ORDER BY notice.at LIMIT $2)`;

/** Statements that plan notices, apart from the code that fills them: each takes one array a column. */

export const SELECT_NOTICED_MONITORS = `
  SELECT monitor.key AS "monitorKey", monitor.id, monitor.name, monitor.tags, monitor.target, device.name AS device
  FROM monitor JOIN device ON device.id = monitor.device_id
  WHERE monitor.key = ANY($1::int[])`;

/** The alerts that serve any of some monitors, each with the monitors it serves. */
export const SELECT_SERVING_ALERTS = `
  WITH told AS MATERIALIZED (
    SELECT monitor.key, monitor.id::text AS id, monitor.device_id::text AS device_id, monitor.tags || device.tags AS tags
    FROM monitor JOIN device ON device.id = monitor.device_id
    WHERE monitor.key = ANY($1::int[])
  ), served AS (
    SELECT alert.id, told.key FROM alert, told WHERE alert.assignment->>'to' = 'all'
    UNION
    SELECT alert.id, told.key
    FROM alert, jsonb_array_elements_text(alert.assignment->'monitorIds') AS chosen (id) JOIN told USING (id)
    UNION
    SELECT alert.id, told.key
    FROM alert, jsonb_array_elements_text(alert.assignment->'deviceIds') AS chosen (device_id) JOIN told USING (device_id)
    UNION
    SELECT alert.id, told.key
    FROM alert, jsonb_array_elements_text(alert.assignment->'tags') AS chosen (tag) JOIN told ON chosen.tag = ANY(told.tags)
  )
  SELECT alert.id, alert.name, alert.enabled, alert.assignment, alert.actions, served."monitorKeys"
  FROM alert JOIN (SELECT id, array_agg(key) AS "monitorKeys" FROM served GROUP BY id) served ON served.id = alert.id`;

/** The alerts that tell of sites. */
export const SELECT_SITE_ALERTS = `SELECT id, name, enabled, assignment, actions FROM alert WHERE site_alerts`;

export const SELECT_HISTORY = `
  SELECT incident_id AS "incidentId", alert_id AS "alertId", action_id AS "actionId", kind,
         alert_number AS "alertNumber",
         CASE state WHEN 'skipped' THEN NULL WHEN 'delivered' THEN state WHEN 'done' THEN 'delivered'
                    WHEN 'failed' THEN state WHEN 'refused' THEN 'failed' WHEN 'unknown' THEN 'failed'
                    ELSE 'pending' END AS outcome
  FROM action_run WHERE incident_id = ANY($1::uuid[]) AND kind <> 'test' ORDER BY sequence`;

export const INSERT_NOTICES = `
  INSERT INTO notice (id, monitor_key, site_key, incident_id, kind, alert_number, facts, at)
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::smallint[], $4::uuid[], $5::text[], $6::int[], $7::jsonb[],
                       $8::timestamptz[])`;

// In the order in which they are given: a later one waits for the earlier ones of its action.
export const INSERT_RUNS = `
  INSERT INTO action_run (id, notice_id, incident_id, alert_id, alert_name, action_id, action_type, kind, alert_number,
                          stands_in_for_action_id, state, skip_code, skip_reason, delivery_id, due_at, created_at)
  SELECT id, notice_id, incident_id, alert_id, alert_name, action_id, action_type, kind, alert_number,
         stands_in_for_action_id, CASE WHEN skip_code IS NULL THEN state ELSE 'skipped' END, skip_code, skip_reason,
         CASE WHEN group_seconds = 0 AND state = 'pending' THEN id END, at + make_interval(secs => group_seconds), at
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::int[],
              $10::uuid[], $11::text[], $12::text[], $13::int[], $14::timestamptz[], $15::text[])
    WITH ORDINALITY
    AS new (id, notice_id, incident_id, alert_id, alert_name, action_id, action_type, kind, alert_number,
            stands_in_for_action_id, skip_code, skip_reason, group_seconds, at, state, place)
  ORDER BY place`;

/** Statements of the decision, apart from the code that fills them: each takes one array a column. */

const STATE_COLUMNS = `
    state.monitor_key AS "monitorKey", state.policy_key AS "policyKey", state.status, state.hold, state.maintenance, state.since, state.failures, state.alerts,
    state.first_failure_at AS "firstFailureAt", state.incident_id AS "incidentId", state.due_at AS "dueAt",
    state.test_number AS "testNumber", state.test_started_at AS "testStartedAt", state.in_flight AS "inFlight", state.sites, state.votes,
    state.confirm_site AS "confirmSite", CASE WHEN NOT state.in_flight THEN state.last_test END AS "lastTest",
    state.certificates_after_test AS "certificatesAfterTest"`;

// The clock is read outside of the CTE, that is, after its row was locked: time spent waiting for the lock counts.
const WITH_CLOCK = `SELECT locked.*, clock_timestamp() AS now FROM locked`;

export const LOCK_STATES = `
  WITH locked AS MATERIALIZED (
    SELECT ${STATE_COLUMNS}
    FROM monitor_state state
    WHERE state.monitor_key = ANY($1::int[])
    ORDER BY state.monitor_key FOR UPDATE
  ) ${WITH_CLOCK}`;

/**
 * Of a `state`. The time at which it was due, by which the index finds it, has to be asked for as well. One condition, of which the planner knows
 * nothing: from what it knows of two, it may take so few leases for over that it reads the whole table for them.
 */
export const LEASE_IS_OVER = `CASE WHEN state.in_flight THEN coalesce(state.lease_until, state.due_at) <= now() ELSE false END
      AND (state.hold IS NULL OR state.hold = 'maintenance' AND state.maintenance = 'mute')`;

export const LOCK_EXPIRED = `
  WITH locked AS MATERIALIZED (
    SELECT ${STATE_COLUMNS}
    FROM monitor_state state
    WHERE ${LEASE_IS_OVER} AND state.due_at <= now() - make_interval(secs => $2)
    ORDER BY state.due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ) ${WITH_CLOCK}`;

/** Live pages are told of it: one row a batch, of a table that is not logged. See `change.repository.ts`. */
const NOTE_TESTS = `
  noted AS (INSERT INTO change (xid, topic, keys) VALUES (pg_current_xact_id()::text::bigint, 'tests', $1::int[]))`;

/** Of monitors that stay as they were, nearly all of them nearly always: fewer columns are a quarter of the work. */
export const UPDATE_ROUNDS = `
  WITH ${NOTE_TESTS}
  UPDATE monitor_state state
  SET due_at = changed.due_at, in_flight = changed.in_flight, forced = state.forced AND NOT state.in_flight, votes = changed.votes,
      last_test = coalesce(changed.last_test, state.last_test),
      response_ms = CASE WHEN changed.last_test IS NULL THEN state.response_ms ELSE changed.response_ms END
  FROM unnest($1::int[], $2::timestamptz[], $3::bool[], $4::jsonb[], $5::jsonb[], $6::real[])
    AS changed (monitor_key, due_at, in_flight, votes, last_test, response_ms)
  WHERE state.monitor_key = changed.monitor_key`;

export const UPDATE_STATES = `
  WITH ${NOTE_TESTS}
  UPDATE monitor_state state
  SET status = changed.status, since = changed.since, failures = changed.failures, alerts = changed.alerts,
      first_failure_at = changed.first_failure_at, incident_id = changed.incident_id, due_at = changed.due_at,
      in_flight = changed.in_flight, forced = state.forced AND NOT state.in_flight, votes = changed.votes,
      last_test = coalesce(changed.last_test, state.last_test),
      response_ms = CASE WHEN changed.last_test IS NULL THEN state.response_ms ELSE changed.response_ms END
  FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[], $7::uuid[],
              $8::timestamptz[], $9::bool[], $10::jsonb[], $11::jsonb[], $12::real[])
    AS changed (monitor_key, status, since, failures, alerts, first_failure_at, incident_id, due_at, in_flight, votes, last_test,
                response_ms)
  WHERE state.monitor_key = changed.monitor_key`;

/** Of states that were just updated: one more site is asked, and the schedule is to send it its order. */
export const REQUEST_CONFIRMATIONS = `
  UPDATE monitor_state state
  SET sites = array_append(state.sites, asked.site), confirm_site = asked.site, confirm_pending = true,
      lease_until = asked.lease_until
  FROM unnest($1::int[], $2::text[], $3::timestamptz[]) AS asked (monitor_key, site, lease_until)
  WHERE state.monitor_key = asked.monitor_key`;

export const INSERT_INCIDENTS = `
  INSERT INTO incident (id, monitor_key, started_at, alerts)
  SELECT id, monitor_key, started_at, 0 FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS new (id, monitor_key, started_at)`;

export const UPDATE_INCIDENTS = `
  UPDATE incident SET alerts = changed.alerts, ended_at = changed.ended_at, ending = changed.ending
  FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[]) AS changed (id, alerts, ended_at, ending)
  WHERE incident.id = changed.id`;

export const INSERT_EVENTS = `
  INSERT INTO event (monitor_key, at, type, test_number, reason, data)
  SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::int[], $5::text[], $6::jsonb[])`;

// Two sessions of one site for one monitor can't end in the same millisecond; if they seem to, the first one stays.
export const INSERT_RESULTS = `
  INSERT INTO probe_result (monitor_key, test_number, at, site_key, passed, phase, code, reply_code,
                            total_ms, connect_ms, greeting_ms, quit_ms, dns_ms, tls_ms, ehlo_ms, suspect)
  SELECT monitor_key, test_number, at, site.key, passed, phase, code, reply_code,
         total_ms, connect_ms, greeting_ms, quit_ms, dns_ms, tls_ms, ehlo_ms, suspect
  FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::bool[], $6::text[], $7::text[], $8::smallint[],
              $9::real[], $10::real[], $11::real[], $12::real[], $13::real[], $14::real[], $15::real[], $16::bool[])
    AS new (monitor_key, test_number, at, site, passed, phase, code, reply_code,
            total_ms, connect_ms, greeting_ms, quit_ms, dns_ms, tls_ms, ehlo_ms, suspect)
  JOIN site ON site.name = new.site
  ON CONFLICT DO NOTHING`;

export const INSERT_DETAILS = `
  INSERT INTO probe_detail (monitor_key, at, site_key, detail)
  SELECT monitor_key, at, site.key, detail
  FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::jsonb[]) AS new (monitor_key, at, site, detail)
  JOIN site ON site.name = new.site
  ON CONFLICT DO NOTHING`;

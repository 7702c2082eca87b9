import type { BenchDatabase } from '../pipeline/database.js';

/** What has happened so far. */
export interface PastSize {
  readonly incidents: number;
  readonly auditEntries: number;
  /** Seconds between two tests of the first monitor, whose past is the longest. */
  readonly busyDelay: number;
}

export const PAST_DAYS = 90;
const USUAL_DELAY_SECONDS = 300;
const RECENT_TESTS = 12;

/** Partitions of the days that are over; those that are to come were made by the set-up. */
const PARTITIONS = `
  DO $$
  DECLARE day date; name text;
  BEGIN
    FOR day IN SELECT (now() AT TIME ZONE 'UTC')::date - n FROM generate_series(0, ${PAST_DAYS + 1}) AS n LOOP
      name := 'probe_result_' || to_char(day, 'YYYYMMDD');
      IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF probe_result FOR VALUES FROM (%L) TO (%L)', name,
                       day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
      END IF;
    END LOOP;
  END $$`;

/** $1 incidents: those that go on belong to monitors that are out; of the others every fiftieth to the first monitor. */
const INCIDENTS = `
  INSERT INTO incident (id, monitor_key, started_at, alerts, ended_at, ending)
  SELECT incident_id, monitor_key, since, 1, NULL, NULL FROM monitor_state WHERE incident_id IS NOT NULL
  UNION ALL
  SELECT gen_random_uuid(), CASE WHEN n % 50 = 0 THEN 1 ELSE 1 + (n::bigint * 7919 % (SELECT max(key) FROM monitor))::int END,
         began.at, 1, began.at + interval '20 minutes', 'recovered'
  FROM generate_series(1, $1::int) AS n,
       LATERAL (SELECT now() - interval '1 hour' - (n::float8 / $1::int) * interval '${PAST_DAYS - 1} days' AS at) AS began`;

const EVENTS = `
  INSERT INTO event (monitor_key, at, type, test_number, reason, data)
  SELECT monitor_key, started_at + told.after, told.type, 1, 'default: the connection was refused', told.data
  FROM incident, LATERAL (
    VALUES (interval '0', 'state-changed', '{"from": "up", "to": "warn"}'::jsonb),
           (interval '2 minutes', 'state-changed', '{"from": "warn", "to": "down"}'),
           (interval '2 minutes', 'alert-raised', jsonb_build_object('number', 1, 'failures', 3, 'incidentId', id)),
           (interval '20 minutes', 'recovered', jsonb_build_object('alerts', 1, 'incidentId', id)),
           (interval '20 minutes', 'state-changed', '{"from": "down", "to": "up"}')) AS told (after, type, data)
  WHERE told.after < interval '3 minutes' OR ended_at IS NOT NULL
  ORDER BY started_at`;

const NOTICES = `
  INSERT INTO notice (id, monitor_key, incident_id, kind, alert_number, facts, at)
  SELECT gen_random_uuid(), monitor_key, id, told.kind, told.number,
         jsonb_build_object('monitor_name', 'Monitor ' || monitor_key, 'result_text', repeat('the connection was refused ', 8)),
         started_at + told.after
  FROM incident, LATERAL (VALUES ('failure', 1, interval '2 minutes'), ('recovery', 0, interval '20 minutes')) AS told (kind, number, after)
  WHERE told.kind = 'failure' OR ended_at IS NOT NULL
  ORDER BY started_at + told.after`;

/** Two for each notice; every fiftieth has failed, every hundredth was left out. */
const RUNS = `
  INSERT INTO action_run (id, notice_id, incident_id, alert_id, alert_name, action_id, action_type, kind, alert_number, state,
                          skip_code, skip_reason, delivery_id, attempts, due_at, created_at, started_at, finished_at, duration_ms)
  SELECT run.id, notice.id, notice.incident_id, alert.id, 'Mail team ' || alert.number, alert.action_id,
         CASE WHEN alert.number = 1 THEN 'email' ELSE 'webhook' END, kind, alert_number, state,
         CASE state WHEN 'skipped' THEN 'out-of-range' END, CASE state WHEN 'skipped' THEN 'It is for other alerts.' END,
         run.id, 1, at, at, at, at + interval '1 second', 100
  FROM (SELECT *, row_number() OVER (ORDER BY at) AS number FROM notice) AS notice,
       (SELECT number, gen_random_uuid() AS id, gen_random_uuid() AS action_id FROM generate_series(1, 2) AS number) AS alert,
       LATERAL (SELECT gen_random_uuid() AS id, CASE WHEN notice.number % 50 = 0 THEN 'failed' WHEN notice.number % 100 = 1 THEN 'skipped' ELSE 'delivered' END AS state
                WHERE alert.number > 0) AS run
  ORDER BY at`;

const AUDIT = `
  INSERT INTO audit (at, actor, action, subject_type, subject_id, subject_name, details)
  SELECT now() - (($1::int - n)::float8 / $1::int) * interval '600 days', 'admin', (ARRAY['monitor-enabled', 'monitor-tested', 'monitor-suspended'])[1 + n % 3], 'monitor',
         gen_random_uuid()::text, 'Monitor ' || n, '{}'
  FROM generate_series(1, $1::int) AS n`;

/** Tests of the monitors $1 by one site, every $2 seconds, $3 of them up to now; a few in a thousand fail. */
const RESULTS = `
  INSERT INTO probe_result (monitor_key, site_key, test_number, at, passed, phase, code, reply_code, dns_ms, connect_ms, greeting_ms, quit_ms, total_ms)
  SELECT tested, site.key, number, now() - make_interval(secs => ($3::int - number + 1) * $2::float8 + tested % 300 * 0.001), number % 577 > 2,
         CASE WHEN number % 577 <= 2 THEN 'connect' END, CASE WHEN number % 577 <= 2 THEN 'connect-refused' END,
         CASE WHEN number % 577 > 2 THEN 220 END, 0.4, 10 + number % 7, 20 + number % 11, 1, 31.4 + number % 7 + number % 11
  FROM generate_series(1, $3::int) AS number, unnest($1::int[]) AS tested, site WHERE site.name = 'default'`;

/** Outages, what was told of them, who did what, and what the sites saw. */
export async function insertPast(
  database: BenchDatabase,
  { incidents, auditEntries, busyDelay }: PastSize,
): Promise<void> {
  await database.rows(PARTITIONS);
  await database.rows(INCIDENTS, [incidents]);
  for (const statement of [EVENTS, NOTICES, RUNS]) await database.rows(statement);
  await database.rows(AUDIT, [auditEntries]);
  const keys = (await database.rows<{ key: number }>('SELECT key FROM monitor ORDER BY key')).map(({ key }) => key);
  const seconds = PAST_DAYS * 86_400;
  await database.rows(RESULTS, [keys.slice(0, 1), busyDelay, Math.floor(seconds / busyDelay)]);
  await database.rows(RESULTS, [keys.slice(1, 2), USUAL_DELAY_SECONDS, seconds / USUAL_DELAY_SECONDS]);
  await database.rows(RESULTS, [keys.slice(2), USUAL_DELAY_SECONDS, RECENT_TESTS]);
  // Nobody was there to be told of all that.
  await database.rows('TRUNCATE change');
  await database.rows('VACUUM ANALYZE');
  await database.rows('CHECKPOINT');
}

import type { BenchDatabase } from '../pipeline/database.js';

/** What is made to be looked at. */
export interface InventorySize {
  readonly monitors: number;
  readonly devices: number;
}

/** Monitors of the first device: one that many are behind. The others share the rest evenly. */
const CROWDED_SHARE = 0.04;
/** Long enough that nothing is tested by itself while it is looked at. */
const REST_SECONDS = 86_400;

const SITES = `
  INSERT INTO site (name, description, had_worker, lost_since)
  VALUES ('berlin', 'Berlin', true, NULL), ('tokyo', 'Tokyo', true, NULL), ('old-office', 'Closed', true, now() - interval '1 day')`;

const DEVICES = `
  INSERT INTO device (id, name, address, tags, version)
  SELECT gen_random_uuid(),
         (ARRAY['Mail gateway', 'Relay', 'Exchange', 'Smarthost', 'Archive'])[1 + n % 5] || ' ' || n || '.' || (ARRAY['ber', 'fra', 'tyo', 'nyc'])[1 + n % 4],
         format('10.%s.%s.%s', n / 65536, n / 256 % 256, n % 256),
         ARRAY[(ARRAY['berlin', 'frankfurt', 'tokyo', 'new-york'])[1 + n % 4]], 1
  FROM generate_series(1, $1::int) AS n`;

/** $1 monitors on $2 devices, of which the first has $3; $4 is the timing, $5 the notification. */
const MONITORS = `
  INSERT INTO monitor (id, device_id, name, enabled, store_statistics, target, timing, notification, sites, tags, version, created_at)
  SELECT gen_random_uuid(), place.id, (ARRAY['SMTP', 'Submission', 'SMTPS', 'Inbound MX'])[1 + n % 4] || ' ' || n, n % 50 <> 7, true,
         jsonb_build_object('host', format('mx%s.example.%s', n, (ARRAY['com', 'net', 'org'])[1 + n % 3]), 'port', (ARRAY[25, 587, 465, 25])[1 + n % 4],
                            'security', 'none', 'addressFamily', 'any', 'ehloName', null, 'strictQuit', false,
                            'tls', '{"certificate": "require", "warnDays": 14, "failDays": null}'::jsonb),
         $4::jsonb, $5::jsonb,
         CASE WHEN n % 100 = 3 THEN ARRAY['old-office'] WHEN n % 5 = 0 THEN ARRAY['berlin', 'tokyo']
              WHEN n % 5 = 1 THEN ARRAY['default', 'berlin', 'tokyo'] ELSE ARRAY['default'] END,
         CASE WHEN n % 3 = 0 THEN ARRAY['customer-' || n % 200] ELSE ARRAY['customer-' || n % 200, (ARRAY['gold', 'silver'])[1 + n % 2]] END,
         1, now() - interval '90 days'
  FROM generate_series(1, $1::int) AS n
  JOIN (SELECT id, row_number() OVER (ORDER BY address) - 1 AS place FROM device) AS place
    ON place.place = CASE WHEN n <= $3::int THEN 0 ELSE 1 + n % ($2::int - 1) END
  ORDER BY n`;

/** Up for the most part, and some of every other standing. $1: seconds until the next test. */
const STATES = `
  INSERT INTO monitor_state (monitor_key, status, hold, suspended_until, since, failures, alerts, first_failure_at, incident_id,
                             due_at, test_number, test_started_at, sites, last_test, response_ms)
  SELECT key, status, hold, CASE WHEN hold = 'suspended' THEN now() + interval '7 days' END, since,
         CASE WHEN status IN ('up', 'uninitialized') THEN 0 ELSE 3 END, CASE WHEN status IN ('down', 'lost') THEN 1 ELSE 0 END,
         CASE WHEN status NOT IN ('up', 'uninitialized') THEN since END,
         CASE WHEN status IN ('down', 'lost') THEN gen_random_uuid() END,
         now() + make_interval(secs => $1 + random() * 3600), CASE WHEN status = 'uninitialized' THEN 0 ELSE 20000 END,
         tested_at, sites,
         CASE WHEN status <> 'uninitialized' THEN jsonb_build_object(
           'number', 20000, 'at', to_char(tested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'verdict', CASE status WHEN 'up' THEN 'pass' ELSE 'fail' END,
           'reason', CASE status WHEN 'up' THEN NULL ELSE 'default: the connection was refused' END,
           'votes', (SELECT jsonb_object_agg(site, jsonb_build_object('passed', status = 'up', 'phase', CASE status WHEN 'up' THEN NULL ELSE 'connect' END,
                       'code', CASE status WHEN 'up' THEN NULL ELSE 'connect-refused' END, 'message', NULL,
                       'replyCode', CASE status WHEN 'up' THEN 220 END, 'totalMs', response_ms)) FROM unnest(sites) site)) END,
         CASE WHEN status <> 'uninitialized' THEN response_ms END
  FROM (
    SELECT key, sites, CASE WHEN key % 211 < 3 THEN 'down' WHEN key % 211 = 3 THEN 'lost' WHEN key % 211 < 6 THEN 'warn'
                            WHEN key % 211 < 8 THEN 'uninitialized' ELSE 'up' END AS status,
           CASE WHEN NOT enabled THEN 'disabled' WHEN key % 97 = 5 THEN 'suspended' END AS hold,
           now() - random() * interval '30 days' AS since, now() - random() * interval '300 seconds' AS tested_at,
           (20 + 200 * random() * random())::real AS response_ms
    FROM monitor
  ) AS stood ORDER BY key`;

/** One that is open, for a hundredth of the devices, and many that are not. */
const MAINTENANCE = `
  INSERT INTO maintenance_window (id, name, enabled, mode, schedule, assignment, version)
  SELECT gen_random_uuid(), 'Patch night ' || n, true, 'mute',
         jsonb_build_object('kind', 'once', 'from', to_char(now() + make_interval(days => n - 2), 'YYYY-MM-DD"T"00:00:00.000"Z"'),
                            'to', to_char(now() + make_interval(days => n), 'YYYY-MM-DD"T"00:00:00.000"Z"')),
         jsonb_build_object('to', 'chosen', 'monitorIds', '[]'::jsonb, 'tags', '[]'::jsonb, 'deviceIds',
           (SELECT jsonb_agg(id) FROM (SELECT id FROM device ORDER BY address OFFSET 1 LIMIT $1::int) AS few)), 1
  FROM (SELECT 1 UNION ALL SELECT generate_series(10, 300)) AS numbers (n)`;

/** Sites, devices, monitors in every standing, and maintenance. */
export async function insertInventory(database: BenchDatabase, { monitors, devices }: InventorySize): Promise<void> {
  const delaySeconds = { up: REST_SECONDS, warn: REST_SECONDS, down: REST_SECONDS, lost: REST_SECONDS };
  const timing = JSON.stringify({ maxTestDurationSeconds: 30, delaySeconds });
  const notification = JSON.stringify({ failuresPerAlert: 3, maxAlerts: 3 });
  await database.rows(SITES);
  await database.rows(DEVICES, [devices]);
  await database.rows(MONITORS, [monitors, devices, Math.round(monitors * CROWDED_SHARE), timing, notification]);
  await database.rows(STATES, [REST_SECONDS]);
  await database.rows(MAINTENANCE, [Math.ceil(devices / 100)]);
}

import { createDataSource } from '@twotwenty/database/data-source';

const DAYS = 8;
const STEP_SECONDS = 300;

/**
 * Gives monitors a past, so that charts have something to show: a test every five minutes for a week, slower at noon, and
 * a few minutes of refusals now and then. The tests that were really made are put after it.
 */
export async function addHistory(databaseUrl: string, monitorIds: readonly string[]): Promise<void> {
  const dataSource = createDataSource({ url: databaseUrl, applicationName: 'demo history', poolSize: 1 });
  await dataSource.initialize();
  try {
    const tests = (DAYS * 86_400) / STEP_SECONDS;
    const chosen = 'SELECT key FROM monitor WHERE id = ANY($1)';
    for (const table of ['monitor_state', 'probe_result', 'event']) {
      await dataSource.query(`UPDATE ${table} SET test_number = test_number + $2 WHERE monitor_key IN (${chosen})`, [
        monitorIds,
        tests,
      ]);
    }
    await dataSource.query(`UPDATE monitor SET created_at = now() - make_interval(days => $2) WHERE id = ANY($1)`, [
      monitorIds,
      DAYS,
    ]);
    // Those that came up did so before all that.
    await dataSource.query(
      `UPDATE event SET at = at - make_interval(days => $2) WHERE data->>'to' = 'up'
         AND id IN (SELECT min(id) FROM event WHERE monitor_key IN (${chosen}) GROUP BY monitor_key)`,
      [monitorIds, DAYS],
    );
    await dataSource.query(PAST, [monitorIds, tests, STEP_SECONDS]);
  } finally {
    await dataSource.destroy();
  }
}

/** No chance in it: each picture is the same as the one before. */
const PAST = `
  INSERT INTO probe_result (monitor_key, site_key, test_number, at, passed, phase, code, reply_code,
                            dns_ms, connect_ms, greeting_ms, quit_ms, total_ms)
  SELECT key, site_key, number, at, NOT fails, CASE WHEN fails THEN 'greeting' END, CASE WHEN fails THEN 'greeting-not-available' END,
         CASE WHEN fails THEN 421 ELSE 220 END,
         0.4, connect_ms, greeting_ms, 1.1, 0.4 + connect_ms + greeting_ms + 1.1
  FROM (
    SELECT monitor.key, site.key AS site_key, number, at, number % 577 IN (200, 201, 202) AS fails,
           2 + sin(number / 3.0) + (monitor.key % 3) AS connect_ms,
           18 + 14 * (1 - cos(2 * pi() * extract(epoch FROM at)::float / 86400)) + 5 * sin(number * 1.7) AS greeting_ms
    FROM monitor, site, generate_series(1, $2::int) AS number,
         LATERAL (SELECT now() - make_interval(secs => ($2::int - number + 1) * $3::int) AS at) AS moment
    WHERE monitor.id = ANY($1) AND site.name = 'default'
  ) AS past`;

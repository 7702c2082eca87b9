import { createDataSource } from '@twotwenty/database/data-source';
import { LookoutRepository } from '@twotwenty/database/repositories/lookout.repository';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';

const MONITORS = 2000;
/** After five times Postgres keeps the plan of a prepared statement. */
const LOOKS = 12;

describe('the look for what an evaluator has to do', () => {
  let database: MigratedDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createMigratedDatabase('lookout');
    // By one connection: it tells of its own scans when it is asked to, and others would when they like.
    dataSource = createDataSource({ url: database.url, applicationName: 'test', poolSize: 1 });
    await dataSource.initialize();
    await createMonitors(dataSource, MONITORS, { host: '127.0.0.1', port: 25 });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function scansOfAllStates(): Promise<number> {
    await dataSource.query('SELECT pg_stat_force_next_flush()');
    const [row] = await dataSource.query<{ scans: number }[]>(
      `SELECT seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'monitor_state'`,
    );
    return row?.scans ?? NaN;
  }

  it.each([
    ['none was in flight', 'false', `now()`],
    ['none was in flight, and all had been due for long', 'false', `now() - interval '1 hour'`],
    ['all were in flight', 'true', `now() - interval '1 hour'`],
  ])('does not read all states, also where %s when they were counted', async (_, inFlight, dueAt) => {
    await dataSource.query(
      `UPDATE monitor_state SET in_flight = ${inFlight}, due_at = ${dueAt}, lease_until = now() + interval '1 hour'`,
    );
    await dataSource.query('ANALYZE monitor_state');
    await dataSource.query(`UPDATE monitor_state SET due_at = now(), in_flight = false`);
    const lookout = new LookoutRepository(dataSource);
    const before = await scansOfAllStates();
    for (let look = 0; look < LOOKS; look += 1) expect((await lookout.look()).leases).toBe(false);
    expect(await scansOfAllStates()).toBe(before);
  });

  it('sees that a lease is over', async () => {
    await dataSource.query(`UPDATE monitor_state SET in_flight = monitor_key = 7, due_at = now() - interval '1 hour',
                                   lease_until = now() - interval '1 second'`);
    expect((await new LookoutRepository(dataSource).look()).leases).toBe(true);
  });
});

import { createDataSource } from '@twotwenty/database/data-source';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { ScheduleRepository, type ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { evaluateExpired, evaluateReports } from '@twotwenty/evaluator/evaluation';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionsOn, reportOn } from '../support/decisions.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';
import { beginTests, endLeases, runTests } from '../support/test-rounds.js';

const MONITORS = 20;

describe('the schedule', () => {
  let database: MigratedDatabase;
  let schedule: ScheduleRepository;
  let monitors: Monitor[];

  beforeEach(async () => {
    database = await createMigratedDatabase('schedule');
    schedule = new ScheduleRepository(database.dataSource);
    monitors = await createMonitors(database.dataSource, MONITORS, { host: '127.0.0.1', port: 25 });
  });
  afterEach(() => database.drop());

  const ids = (): string[] => monitors.map(({ id }) => id);
  const beDue = (ago: string): Promise<unknown> =>
    database.dataSource.query(`UPDATE monitor_state SET due_at = now() - $1::interval WHERE NOT in_flight`, [ago]);

  async function inFlight(): Promise<number> {
    const rows = await database.dataSource.query<unknown[]>('SELECT 1 FROM monitor_state WHERE in_flight');
    return rows.length;
  }

  async function endExpired(): Promise<number> {
    const work = decisionsOn(database.dataSource);
    const { states } = await work.decideExpired(100, (rows) => evaluateExpired(rows, randomUUID).changes);
    return states.length;
  }

  it('begins each test once, however many controllers begin tests', async () => {
    await beDue('1 second');
    const claims = await Promise.all(Array.from({ length: 8 }, () => schedule.claimDue(5)));
    claims.push(await schedule.claimDue(MONITORS));
    const keys = claims.flat().map(({ monitorKey }) => monitorKey);
    expect(keys).toHaveLength(MONITORS);
    expect(new Set(keys).size).toBe(MONITORS);
    expect(await schedule.claimDue(MONITORS)).toEqual([]);
  });

  it('touches no index when a test begins', async () => {
    const dataSource = createDataSource({ url: database.url, applicationName: 'test', poolSize: 1 });
    await dataSource.initialize();
    try {
      const updates = async (): Promise<{ all: number; hot: number }> => {
        await dataSource.query('SELECT pg_stat_force_next_flush()');
        const [row] = await dataSource.query<{ all: number; hot: number }[]>(
          `SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'monitor_state'`,
        );
        return row ?? { all: 0, hot: 0 };
      };
      await beDue('1 second');
      // A HOT update needs room on its page.
      await dataSource.query('ALTER TABLE monitor_state SET (fillfactor = 10)');
      await dataSource.query('VACUUM FULL monitor_state');
      const before = await updates();
      expect(await new ScheduleRepository(dataSource).claimDue(MONITORS)).toHaveLength(MONITORS);
      const after = await updates();
      expect({ all: after.all - before.all, hot: after.hot - before.hot }).toEqual({ all: MONITORS, hot: MONITORS });
    } finally {
      await dataSource.destroy();
    }
  });

  it('leaves what is for rationed sites alone to their shares, but for what somebody waits for', async () => {
    const { dataSource } = database;
    await beDue('1 second');
    const stand = (key: number, sites: string): Promise<unknown> =>
      dataSource.query(`UPDATE monitor_state SET sites = $2 WHERE monitor_key = $1`, [key, sites]);
    // One for each case.
    await dataSource.query(`UPDATE monitor_state SET due_at = now() + interval '1 day' WHERE monitor_key > 5`);
    await stand(1, '{slow}');
    await stand(2, '{slow,other}');
    await stand(3, '{slow,fast}');
    await dataSource.query(
      `UPDATE monitor_state SET confirm_site = 'fast', sites = '{slow,fast}' WHERE monitor_key = 1`,
    );
    // After a hold nothing is known but what the monitor says.
    await stand(5, '{}');
    await dataSource.query(`UPDATE monitor SET sites = '{slow}' WHERE key = 5`);
    await stand(4, '{slow}');
    await dataSource.query(`UPDATE monitor_state SET forced = true WHERE monitor_key = 4`);
    const keysOf = (tests: readonly { monitorKey: number }[]): number[] =>
      tests.map(({ monitorKey }) => monitorKey).sort((left, right) => left - right);
    const rationed = ['slow', 'other'];
    expect(keysOf(await schedule.claimDue(MONITORS, { rationed, site: 'fast' }))).toEqual([]);
    expect(keysOf(await schedule.claimDue(MONITORS, { rationed }))).toEqual([3, 4]);
    expect(keysOf(await schedule.claimDue(MONITORS, { rationed, site: 'other' }))).toEqual([2]);
    expect(keysOf(await schedule.claimDue(MONITORS, { rationed, site: 'slow' }))).toEqual([1, 5]);
  });

  it('knows of a new monitor that its sites were changed before its first test', async () => {
    const { dataSource } = database;
    await new SiteRepository(dataSource).insert({ name: 'oslo', description: null });
    const [moved] = await createMonitors(dataSource, 1, { host: '127.0.0.1', port: 25 });
    if (moved === undefined) throw new Error('no monitor was made');
    await new MonitorRepository(dataSource).update(
      moved.id,
      () => true,
      (input) => ({ ...input, sites: ['oslo'] }),
    );
    await beDue('1 second');
    expect(await schedule.claimDue(MONITORS, { rationed: ['default'] })).toMatchObject([{ sites: ['oslo'] }]);
  });

  it('looks back as far as it is told, and takes the oldest first where it may not take all', async () => {
    await beDue('1 minute');
    expect(await schedule.claimDue(MONITORS, { lookBackMs: 1000 })).toEqual([]);
    const dueAt = Date.now() - 60_000;
    expect(await schedule.claimDue(MONITORS, { dueFrom: new Date(dueAt + 10_000) })).toEqual([]);
    expect(await schedule.claimDue(MONITORS, { dueFrom: new Date(dueAt - 10_000) })).toHaveLength(MONITORS);
    await database.dataSource.query(
      `UPDATE monitor_state SET in_flight = false, due_at = now() - monitor_key * interval '1 minute'`,
    );
    const taken = (await schedule.claimDue(3)).map(({ monitorKey }) => monitorKey);
    expect(taken.sort((a, b) => a - b)).toEqual([MONITORS - 2, MONITORS - 1, MONITORS]);
  });

  it('tells of a test that somebody asked for, once, and whatever comes late of the one before', async () => {
    await new SiteRepository(database.dataSource).insert({ name: 'oslo', description: null });
    const target = { host: '127.0.0.1', port: 25 };
    const [monitor] = await createMonitors(database.dataSource, 1, target, { sites: ['default', 'oslo'] });
    if (monitor === undefined) throw new Error('no monitor was made');
    const begin = async (): Promise<ClaimedTest | undefined> =>
      (await beginTests(database.dataSource, [monitor.id])).get(monitor.id);
    const first = await begin();
    if (first === undefined) throw new Error('no test began');
    await endLeases(database.dataSource);
    expect(await endExpired()).toBe(1);
    await new MonitorRepository(database.dataSource).requestTest(monitor.id);
    const decisions = decisionsOn(database.dataSource);
    const late = await decisions.decideFor(
      [first.monitorKey],
      (states) => evaluateReports(states, 'oslo', [reportOn(first, true)], randomUUID).changes,
    );
    expect(late.results).toHaveLength(1);
    expect(await begin()).toMatchObject({ testNumber: 2, forced: true });
    await endLeases(database.dataSource);
    expect(await endExpired()).toBe(1);
    expect(await begin()).toMatchObject({ testNumber: 3, forced: false });
  });

  it('ends a test when its lease is over, not when it was due long ago', async () => {
    await beginTests(database.dataSource, ids());
    await database.dataSource.query(`UPDATE monitor_state SET due_at = now() - interval '1 hour'`);
    expect(await endExpired()).toBe(0);
    await endLeases(database.dataSource);
    expect(await endExpired()).toBe(MONITORS);
    expect(await inFlight()).toBe(0);
  });

  it('ends tests that a version without leases of their own began, also after a lease of this one', async () => {
    await runTests(database.dataSource, Object.fromEntries(ids().map((id) => [id, true])));
    const begin = `UPDATE monitor_state SET in_flight = true, sites = '{default}', due_at = now() - interval '1 minute'`;
    await database.dataSource.query(`${begin}, lease_until = NULL WHERE monitor_key <= 5`);
    await database.dataSource.query(`${begin}, lease_until = now() - interval '1 hour' WHERE monitor_key > 5`);
    expect(await endExpired()).toBe(MONITORS);
  });

  it('keeps its tests in flight when a version without leases comes back, and this one again', async () => {
    await beginTests(database.dataSource, ids());
    const left = (column: string): string =>
      `SELECT 1 FROM monitor_state WHERE in_flight AND ${column} > now() + interval '10 seconds'`;
    const hasLeases = async (): Promise<boolean> =>
      (
        await database.dataSource.query<unknown[]>(
          `SELECT 1 FROM information_schema.columns WHERE table_name = 'monitor_state' AND column_name = 'lease_until'`,
        )
      ).length > 0;
    while (await hasLeases()) await database.dataSource.undoLastMigration();
    expect(await database.dataSource.query(left('due_at'))).toHaveLength(MONITORS);
    await database.dataSource.runMigrations();
    expect(await database.dataSource.query(left('coalesce(lease_until, due_at)'))).toHaveLength(MONITORS);
    expect(await endExpired()).toBe(0);
  });
});

import type { MonitorInput } from '@twotwenty/contracts/monitor';
import type { MonitorPolicy } from '@twotwenty/database/entities/monitor-policy.entity';
import type { DecisionRepository } from '@twotwenty/database/repositories/decision.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { Policies, policyOf } from '@twotwenty/database/repositories/policies';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { evaluateReports } from '@twotwenty/evaluator/evaluation';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionsOn, reportOn } from '../support/decisions.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';

const TARGET = { host: '127.0.0.1', port: 25 };

const timing = (up: number): Pick<MonitorInput, 'timing'> => ({
  timing: { maxTestDurationSeconds: up / 10, delaySeconds: { up, warn: 60, down: 70, lost: 80 } },
});

describe('the policy of a monitor', () => {
  let database: MigratedDatabase;
  let decisions: DecisionRepository;
  let schedule: ScheduleRepository;

  beforeEach(async () => {
    database = await createMigratedDatabase('policies');
    decisions = decisionsOn(database.dataSource);
    schedule = new ScheduleRepository(database.dataSource);
  });
  afterEach(() => database.drop());

  const stored = () =>
    database.dataSource.query<{ settings: MonitorPolicy; monitors: number }[]>(
      `SELECT settings, count(state)::int AS monitors
       FROM monitor_policy LEFT JOIN monitor_state state ON policy_key = key GROUP BY key ORDER BY key`,
    );

  /** A whole test of all monitors. @returns what the schedule said of it, and the seconds until the next one */
  async function test() {
    await database.dataSource.query('UPDATE monitor_state SET due_at = now() WHERE NOT in_flight');
    return decide(await schedule.claimDue(100));
  }

  async function decide(claimed: Awaited<ReturnType<ScheduleRepository['claimDue']>>) {
    const { states } = await decisions.decideFor(
      claimed.map(({ monitorKey }) => monitorKey),
      (locked) =>
        evaluateReports(
          locked,
          'default',
          claimed.map((one) => reportOn(one, true)),
          randomUUID,
        ).changes,
    );
    const untilNext = states.map(({ dueAt, lastTest }) => (dueAt.getTime() - Date.parse(lastTest?.at ?? '')) / 1000);
    return { claimed, untilNext };
  }

  it('is one for all that are configured alike', async () => {
    await createMonitors(database.dataSource, 3, TARGET, timing(300));
    await createMonitors(database.dataSource, 2, TARGET, { ...timing(300), storeStatistics: false });
    await createMonitors(database.dataSource, 1, TARGET, { ...timing(300), sitesToFail: 1 });
    expect((await stored()).map(({ monitors }) => monitors)).toEqual([3, 2, 1]);
    const { untilNext } = await test();
    expect(untilNext).toEqual([300, 300, 300, 300, 300, 300]);
  });

  it('is one for all that are made at once, too', async () => {
    const made = Array.from({ length: 4 }, () => createMonitors(database.dataSource, 3, TARGET, timing(400)));
    await Promise.all(made);
    expect((await stored()).map(({ monitors }) => monitors)).toEqual([12]);
  });

  it('is that of now for a test that is under way, whatever was known of it before', async () => {
    const [changed] = await createMonitors(database.dataSource, 1, TARGET, timing(300));
    await createMonitors(database.dataSource, 1, TARGET, timing(300));
    expect(await test()).toMatchObject({
      claimed: [
        { maxTestDurationMs: 30_000, delaySeconds: 300, shortestDelaySeconds: 60 },
        { maxTestDurationMs: 30_000, delaySeconds: 300, shortestDelaySeconds: 60 },
      ],
      untilNext: [300, 300],
    });
    await database.dataSource.query('UPDATE monitor_state SET due_at = now()');
    const underWay = await schedule.claimDue(100);
    await new MonitorRepository(database.dataSource).update(
      changed?.id ?? '',
      () => true,
      (input) => ({
        ...input,
        ...timing(50),
      }),
    );
    expect((await decide(underWay)).untilNext).toEqual([50, 300]);
    const { claimed } = await test();
    expect(
      claimed.map(({ maxTestDurationMs, delaySeconds, shortestDelaySeconds }) => [
        maxTestDurationMs,
        delaySeconds,
        shortestDelaySeconds,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [5000, 50, 50],
        [30_000, 300, 60],
      ]),
    );
  });

  it.each<Partial<MonitorPolicy>>([
    timing(50),
    { notification: { failuresPerAlert: 7, maxAlerts: 8 } },
    { sitesToFail: 2 },
    { confirmFrom: 'oslo' },
    { storeStatistics: false },
  ])('follows each thing that is configured: %j', async (changes) => {
    const sites = new SiteRepository(database.dataSource);
    for (const name of ['oslo', 'rome']) await sites.insert({ name, description: null });
    const [monitor] = await createMonitors(database.dataSource, 1, TARGET, {
      ...timing(300),
      sites: ['default', 'rome'],
    });
    const [before] = await stored();
    const monitors = new MonitorRepository(database.dataSource);
    await monitors.update(
      monitor?.id ?? '',
      () => true,
      (input) => ({ ...input, ...changes }),
    );
    expect(await stored()).toEqual([
      { ...before, monitors: 0 },
      { settings: { ...before?.settings, ...changes }, monitors: 1 },
    ]);
  });

  it('stays what it was when something else is configured', async () => {
    const [monitor] = await createMonitors(database.dataSource, 1, TARGET, timing(300));
    const before = await stored();
    await new MonitorRepository(database.dataSource).update(
      monitor?.id ?? '',
      () => true,
      (input) => ({
        ...input,
        name: 'New',
      }),
    );
    expect(await stored()).toEqual(before);
  });

  it('is found again where there are more of them than are kept in mind', async () => {
    for (let up = 100; up < 600; up += 100) await createMonitors(database.dataSource, 2, TARGET, timing(up));
    const { manager } = database.dataSource;
    const policies = new Policies(2);
    const rows = await manager.query<{ policyKey: number; up: number }[]>(
      `SELECT policy_key AS "policyKey", (timing->'delaySeconds'->>'up')::int AS up
       FROM monitor JOIN monitor_state ON monitor_key = monitor.key ORDER BY 1`,
    );
    const delays = async (asked: typeof rows) => {
      const known = await policies.of(manager, asked);
      return asked.map(({ policyKey }) => policyOf(known, policyKey).timing.delaySeconds.up);
    };
    for (const row of [...rows, ...rows]) expect(await delays([row])).toEqual([row.up]);
    expect(await delays(rows)).toEqual(rows.map(({ up }) => up));
    await expect(policies.of(manager, [{ policyKey: 0 }]).then((known) => policyOf(known, 0))).rejects.toThrow(
      'policy 0',
    );
  });

  it('is given to the monitors of a version that knows none', async () => {
    await database.dataSource.undoLastMigration();
    await database.dataSource.query(
      `INSERT INTO device (id, name, address, version) VALUES (gen_random_uuid(), 'Old', '127.0.0.1', 1)`,
    );
    await database.dataSource.query(
      `WITH made AS (
         INSERT INTO monitor (id, device_id, name, enabled, store_statistics, target, timing, notification, sites, sites_to_fail, version)
         SELECT gen_random_uuid(), device.id, 'Old ' || n, true, true, '{}', $1, $2, '{default}', NULLIF(n % 2, 0), 1
         FROM device, generate_series(1, 5) n RETURNING key)
       INSERT INTO monitor_state (monitor_key, status, since, due_at, sites) SELECT key, 'up', now(), now(), '{default}' FROM made`,
      [timing(300).timing, { failuresPerAlert: 3, maxAlerts: 2 }],
    );
    await database.dataSource.runMigrations();
    expect((await stored()).map(({ settings, monitors }) => [settings.sitesToFail, monitors])).toEqual(
      expect.arrayContaining([
        [null, 2],
        [1, 3],
      ]),
    );
    expect((await test()).untilNext).toEqual([300, 300, 300, 300, 300]);
  });
});

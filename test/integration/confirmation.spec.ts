import { groupIntoJobs } from '@twotwenty/controller/schedule/probe-jobs';
import { startSchedule } from '@twotwenty/controller/schedule/schedule';
import type { MonitorEvent } from '@twotwenty/contracts/history';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { probeQueue } from '@twotwenty/contracts/queues';
import { HistoryRepository } from '@twotwenty/database/repositories/history.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { ScheduleRepository, type ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { decideReports } from '@twotwenty/evaluator/evaluator';
import { evaluateExpired } from '@twotwenty/evaluator/evaluation';
import { createLogger } from '@twotwenty/observability/logger';
import { openQueues } from '@twotwenty/queue/queue-system';
import { startRedis } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { decisionsOn, reportOn } from '../support/decisions.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';
import { beginTests, endLeases } from '../support/test-rounds.js';

const logger = createLogger('test', 'fatal');
const LEASE_SECONDS = 2 + 15;

describe('a failure that another site is to confirm', () => {
  let database: MigratedDatabase;
  let schedule: ScheduleRepository;
  let monitor: Monitor;

  beforeEach(async () => {
    database = await createMigratedDatabase('confirmation');
    schedule = new ScheduleRepository(database.dataSource);
    await new SiteRepository(database.dataSource).insert({ name: 'oslo', description: null });
    const overrides = { confirmFrom: 'oslo', notification: { failuresPerAlert: 1, maxAlerts: 9 } };
    const [made] = await createMonitors(database.dataSource, 1, { host: '127.0.0.1', port: 25 }, overrides);
    if (made === undefined) throw new Error('no monitor was made');
    monitor = made;
    await report('default', await begin(), true);
  });
  afterEach(() => database.drop());

  async function begin(): Promise<ClaimedTest> {
    const test = (await beginTests(database.dataSource, [monitor.id])).get(monitor.id);
    if (test === undefined) throw new Error('no test began');
    return test;
  }

  async function report(site: string, test: ClaimedTest, passed: boolean, suspect = false): Promise<void> {
    const decisions = decisionsOn(database.dataSource);
    const problems = await decideReports({ decisions, logger }, site, [{ ...reportOn(test, passed), suspect }]);
    expect(problems).toEqual([]);
  }

  async function endLease(): Promise<void> {
    await endLeases(database.dataSource);
    await decisionsOn(database.dataSource).decideExpired(10, (rows) => evaluateExpired(rows, randomUUID).changes);
  }

  async function leaseLeft(): Promise<number> {
    const [row] = await database.dataSource.query<{ left: number }[]>(
      `SELECT extract(epoch FROM lease_until - now())::float8 AS left FROM monitor_state WHERE in_flight`,
    );
    return row?.left ?? 0;
  }

  const state = async (): Promise<Monitor['state']> =>
    (await new MonitorRepository(database.dataSource).get(monitor.id)).state;

  async function lastEvents(): Promise<MonitorEvent[]> {
    const { items } = await new HistoryRepository(database.dataSource).events(monitor.id, 'desc', 10, null);
    return items;
  }

  it('waits for that site in a lease of its own, whose order one of two controllers takes, once', async () => {
    const test = await begin();
    await report('default', test, false);
    expect(await state()).toMatchObject({ status: 'up', failures: 0, lastTest: { number: 1 } });
    const claims = await Promise.all([schedule.claimConfirmations(10), schedule.claimConfirmations(10)]);
    const claimed = claims.flat();
    expect(claimed).toMatchObject([{ monitorKey: test.monitorKey, testNumber: 2, sites: ['oslo'], well: true }]);
    expect(await leaseLeft()).toBeGreaterThan(LEASE_SECONDS - 10);
    expect([...groupIntoJobs(claimed, 1_000_000).keys()]).toEqual(['oslo']);
    expect(await schedule.claimConfirmations(10)).toEqual([]);
    expect(await schedule.claimDue(10)).toEqual([]);
  });

  it('passes when that site sees it pass, and says so', async () => {
    const test = await begin();
    await report('default', test, false);
    await schedule.claimConfirmations(10);
    await report('oslo', test, true);
    const { status, failures, lastTest } = await state();
    expect({ status, failures }).toEqual({ status: 'up', failures: 0 });
    expect(lastTest).toMatchObject({
      number: 2,
      verdict: 'pass',
      reason: 'default: connect: The connection was refused.; not confirmed by oslo',
      votes: { default: { passed: false }, oslo: { passed: true } },
    });
  });

  it('fails when that site sees it fail, and the events say who said what', async () => {
    const test = await begin();
    await report('default', test, false);
    await schedule.claimConfirmations(10);
    await report('oslo', test, false);
    expect(await state()).toMatchObject({ status: 'down', lastTest: { verdict: 'fail' } });
    const [alert] = await lastEvents();
    expect(alert).toMatchObject({ type: 'alert-raised', votes: { default: 'failed', oslo: 'failed' } });
    expect(alert?.reason).toMatch(/; confirmed by oslo$/);
    // A monitor that is Down is not asked about again.
    await report('default', await begin(), false);
    expect(await state()).toMatchObject({ status: 'down', failures: 2 });
    expect(await schedule.claimConfirmations(10)).toEqual([]);
  });

  it.each([
    ['has no worker and no controller takes the order', () => Promise.resolve([])],
    ['is silent after a controller has taken the order', () => schedule.claimConfirmations(10)],
  ])('is a failure all the same when that site %s', async (_, claim) => {
    await report('default', await begin(), false);
    await claim();
    await endLease();
    const { status, lastTest } = await state();
    expect(status).toBe('down');
    expect(lastTest?.reason).toMatch(/; no report in time from oslo, asked to confirm it$/);
    expect((await lastEvents())[0]).toMatchObject({ votes: { default: 'failed', oslo: 'missing' } });
    expect(await schedule.claimConfirmations(10)).toEqual([]);
  });

  it('is a failure all the same when that site is in trouble itself', async () => {
    const test = await begin();
    await report('default', test, false);
    await report('oslo', test, false, true);
    expect(await state()).toMatchObject({ status: 'down' });
    expect((await lastEvents())[0]).toMatchObject({ votes: { default: 'failed', oslo: 'suspect' } });
  });

  it('is asked about once, however often and at how many evaluators the report comes', async () => {
    const test = await begin();
    await Promise.all([1, 2, 3].map(() => report('default', test, false)));
    expect(await schedule.claimConfirmations(10)).toHaveLength(1);
    await report('default', test, false);
    expect(await schedule.claimConfirmations(10)).toEqual([]);
    await Promise.all([1, 2, 3].map(() => report('oslo', test, false)));
    await report('oslo', test, true);
    expect(await state()).toMatchObject({ status: 'down', failures: 1, alerts: 1 });
    expect((await lastEvents()).filter(({ type }) => type === 'alert-raised')).toHaveLength(1);
  });

  it('is asked about or not at all when an evaluator ends in the middle', async () => {
    const test = await begin();
    const failing = decisionsOn(database.dataSource).decideFor([test.monitorKey], () => {
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    expect(await schedule.claimConfirmations(10)).toEqual([]);
    await report('default', test, false);
    expect(await schedule.claimConfirmations(10)).toHaveLength(1);
  });

  it('is forgotten with the test: a hold ends it, and the next test begins without', async () => {
    await report('default', await begin(), false);
    const monitors = new MonitorRepository(database.dataSource);
    await monitors.update(
      monitor.id,
      () => true,
      (input) => ({ ...input, enabled: false }),
    );
    expect(await schedule.claimConfirmations(10)).toEqual([]);
    await monitors.update(
      monitor.id,
      () => true,
      (input) => ({ ...input, enabled: true }),
    );
    const next = await begin();
    expect(next.sites).toEqual(['default']);
    expect(await schedule.claimConfirmations(10)).toEqual([]);
    await report('default', next, true);
    expect(await state()).toMatchObject({ status: 'up', lastTest: { verdict: 'pass', reason: null } });
  });

  it('is put into the queue of that site by the schedule', async () => {
    const redis = await startRedis();
    onTestFinished(() => void redis.stop());
    const queues = openQueues(
      { backend: 'redis', url: redis.url },
      { onError: () => undefined, onFailure: () => undefined },
    );
    onTestFinished(() => queues.close());
    await report('default', await begin(), false);
    const running = startSchedule({ schedule, siteNames: () => Promise.resolve([]), queues, logger });
    onTestFinished(() => running.stop());
    const waiting = async (): Promise<number> => (await queues.counts(probeQueue('oslo')))['waiting'] ?? 0;
    await waitFor(async () => (await waiting()) === 1, { what: 'an order for oslo' });
  });

  it('keeps its site from being removed', async () => {
    await expect(new SiteRepository(database.dataSource).delete('oslo')).rejects.toThrow('used by 1 monitor');
  });
});

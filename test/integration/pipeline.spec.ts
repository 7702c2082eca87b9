import { isDeepStrictEqual } from 'node:util';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { QueueLocation } from '@twotwenty/config/stores';
import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import { probeQueue, resultsQueue, type QueueDefinition } from '@twotwenty/contracts/queues';
import { ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { migrateQueue } from '@twotwenty/queue/migrate';
import { startRedis } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import { freePort } from '@twotwenty/testing/ports';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCluster, type Cluster } from '../support/cluster.js';
import { reportOn } from '../support/decisions.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';
import { orderTo } from '../support/orders.js';
import { endLeases } from '../support/test-rounds.js';

const RESULTS = resultsQueue('default');

describe.each(['redis', 'postgres'] as const)('the chain from schedule to verdict, its queue on %s', (backend) => {
  let sink: TestServer;
  let database: MigratedDatabase;
  let cluster: Cluster;
  let closeQueue: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    sink = await startSmtpSink();
  });
  afterAll(() => sink.stop());

  beforeEach(async () => {
    database = await createMigratedDatabase('pipeline');
    let location: QueueLocation = { backend: 'postgres', url: database.url };
    if (backend === 'redis') {
      const redis = await startRedis();
      location = { backend: 'redis', url: redis.url };
      closeQueue = async () => void (await redis.stop());
    }
    await migrateQueue(location);
    cluster = createCluster(database, location);
  });
  afterEach(async () => {
    await cluster.stop();
    await closeQueue();
    await database.drop();
  });

  async function count(query: string): Promise<number> {
    const [row] = await database.dataSource.query<{ count: number }[]>(`SELECT (${query})::int AS count`);
    return row?.count ?? 0;
  }

  it('gives each test exactly one verdict with two controllers, three workers and two evaluators', async () => {
    await new SiteRepository(database.dataSource).insert({ name: 'paris', description: null });
    const settings = {
      sites: ['default', 'paris'],
      timing: { maxTestDurationSeconds: 5, delaySeconds: { up: 0.5, warn: 0.5, down: 0.5, lost: 0.5 } },
    };
    await createMonitors(database.dataSource, 40, { host: '127.0.0.1', port: sink.port }, settings);
    const closed = await createMonitors(
      database.dataSource,
      20,
      { host: '127.0.0.1', port: await freePort() },
      { ...settings, notification: { failuresPerAlert: 1000, maxAlerts: 1 } },
    );
    await Promise.all([cluster.startEvaluator(), cluster.startEvaluator()]);
    await Promise.all(['default', 'default', 'paris'].map((site) => cluster.startWorker(site)));
    cluster.startSchedule();
    cluster.startSchedule();
    await waitFor(async () => (await count('SELECT min(test_number) FROM monitor_state')) >= 4, {
      timeoutMs: 25_000,
      what: 'four tests of each monitor',
    });
    await cluster.stop();
    expect(await count(`SELECT count(*) FROM monitor_state WHERE status = 'up'`)).toBe(40);
    // Where every test fails, failures count the verdicts: one for each test that is over, no more and no less.
    expect(
      await count(
        `SELECT count(*) FROM monitor_state WHERE status = 'warn' AND failures = test_number - in_flight::int`,
      ),
    ).toBe(closed.length);
    // Where every test passes, the first verdict moves the monitor to up, and no other change may follow.
    expect(await count('SELECT count(*) FROM event')).toBe(40 + closed.length);
    expect(await count(`SELECT count(*) FROM event WHERE type = 'state-changed' AND data->>'to' = 'up'`)).toBe(40);
    // Each site's result is stored once for each test, and none for a test that was not begun.
    expect(
      await count(
        'SELECT count(*) FROM (SELECT 1 FROM probe_result GROUP BY monitor_key, test_number, site_key HAVING count(*) > 1) twice',
      ),
    ).toBe(0);
    expect(
      await count(
        `SELECT count(*) FROM monitor_state state, generate_series(1, state.test_number) AS number
         WHERE (number < state.test_number OR NOT in_flight)
           AND NOT EXISTS (SELECT 1 FROM probe_result r WHERE r.monitor_key = state.monitor_key AND r.test_number = number)`,
      ),
    ).toBe(0);
    expect(
      await count(
        `SELECT count(*) FROM probe_result r JOIN monitor_state state USING (monitor_key) WHERE r.test_number > state.test_number`,
      ),
    ).toBe(0);
  });

  it('ignores a result that comes twice, for another test, or from a site that was not asked', async () => {
    await createMonitors(
      database.dataSource,
      1,
      { host: '127.0.0.1', port: sink.port },
      { notification: { failuresPerAlert: 1, maxAlerts: 9 } },
    );
    await new SiteRepository(database.dataSource).insert({ name: 'stranger', description: null });
    const [test] = await new ScheduleRepository(database.dataSource).claimDue(10);
    expect(test).toMatchObject({ testNumber: 1, sites: ['default'], forced: false, maxTestDurationMs: 2000 });
    expect(await new ScheduleRepository(database.dataSource).claimDue(10)).toEqual([]);
    const monitor = test?.monitorKey ?? 0;
    const report = (testNumber: number, passed: boolean) => reportOn({ monitorKey: monitor, testNumber }, passed);
    await cluster.startEvaluator();
    await cluster.queues.send(resultsQueue('stranger'), [{ reports: [report(1, false)] }]);
    await emptied(resultsQueue('stranger'));
    await cluster.queues.send(RESULTS, [{ reports: [report(7, false), report(0 + 1, false), report(1, false)] }]);
    await waitFor(async () => (await count(`SELECT alerts FROM monitor_state`)) === 1, {
      timeoutMs: 10_000,
      what: 'the alert',
    });
    for (let again = 0; again < 3; again += 1) {
      await cluster.queues.send(RESULTS, [{ reports: [report(1, false), report(1, true)] }]);
    }
    await emptied(RESULTS);
    // Text that no database takes must not make the good reports fail with it; Postgres as the queue refuses it at once.
    if (backend === 'redis') {
      const broken = { ...report(1, false), failure: { phase: 'connect', code: 'x', message: 'a\uD800b' } as const };
      await cluster.queues.send(RESULTS, [{ reports: [broken] }]);
      await emptied(RESULTS, 1);
    }
    expect(await count('SELECT failures FROM monitor_state')).toBe(1);
    expect(await count('SELECT count(*) FROM probe_result')).toBe(1);
    expect(await count(`SELECT count(*) FROM event WHERE type = 'alert-raised'`)).toBe(1);
    expect(await count('SELECT count(*) FROM incident')).toBe(1);
  });

  it('sets malformed jobs and results aside and decides on the rest', async () => {
    await createMonitors(database.dataSource, 3, { host: '127.0.0.1', port: sink.port });
    const poison = [{ monitor: 'seven' }, { surprise: 'what' }, 5];
    await cluster.queues.send(probeQueue('default'), [{ orders: poison as never[] }]);
    await cluster.queues.send(RESULTS, [{ reports: poison as never[] }, { nonsense: true } as never]);
    await cluster.startEvaluator();
    await cluster.startWorker('default');
    cluster.startSchedule();
    await waitFor(async () => (await count(`SELECT count(*) FROM monitor_state WHERE status = 'up'`)) === 3, {
      timeoutMs: 20_000,
      what: 'all monitors up',
    });
    const letters = await waitFor(
      async () => {
        const found = await cluster.queues.deadLetters(['default'], 10);
        return found.length === 3 && found;
      },
      { timeoutMs: 10_000, what: 'three dead letters' },
    );
    expect(letters.map((letter) => letter.queue).sort()).toEqual([
      'probe.default',
      'results.default',
      'results.default',
    ]);
    expect(letters.find((letter) => letter.queue === 'probe.default')?.reason).toMatch(
      /orders\.0: monitor: .*orders\.2: /s,
    );
  });

  it('calls a test unknown when no site reports in time, and tests again', async () => {
    await createMonitors(
      database.dataSource,
      2,
      { host: '127.0.0.1', port: sink.port },
      { timing: { maxTestDurationSeconds: 1, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } } },
    );
    await cluster.startEvaluator();
    expect(await new ScheduleRepository(database.dataSource).claimDue(10)).toHaveLength(2);
    // The lease of 16 s is over: nobody was there to take the jobs.
    await endLeases(database.dataSource);
    await waitFor(async () => (await count(`SELECT count(*) FROM event WHERE type = 'test-unknown'`)) === 2, {
      timeoutMs: 10_000,
      what: 'two unknown tests',
    });
    expect(
      await count(
        `SELECT count(*) FROM monitor_state WHERE status = 'uninitialized' AND failures = 0 AND NOT in_flight`,
      ),
    ).toBe(2);
    await cluster.startWorker('default');
    cluster.startSchedule();
    await waitFor(async () => (await count(`SELECT count(*) FROM monitor_state WHERE status = 'up'`)) === 2, {
      timeoutMs: 10_000,
      what: 'all monitors up',
    });
  });

  it('drops a probe that has expired', async () => {
    await cluster.queues.send(probeQueue('default'), [{ orders: [order(sink.port, 1)] }]);
    await cluster.startWorker('default');
    await emptied(probeQueue('default'));
    expect(await cluster.queues.counts(RESULTS)).toMatchObject({ waiting: 0 });
  });

  it('hands back what a worker could not finish before it stopped', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await cluster.queues.send(probeQueue('default'), [{ orders: [order(port, Date.now() + 60_000)] }]);
    // The worker may connect before it says that it has started.
    const connected = once(silent, 'connection');
    await cluster.startWorker('default');
    await connected;
    await cluster.stopWorkers();
    expect(await cluster.queues.counts(probeQueue('default'))).toMatchObject({ waiting: 1, active: 0 });
    expect(await cluster.queues.counts(RESULTS)).toMatchObject({ waiting: 0 });
    silent.close();
  });

  it('tests a healthy server at once although many silent ones hold their sessions', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const [healthy] = await createMonitors(database.dataSource, 1, { host: '127.0.0.1', port: sink.port });
    const { port } = silent.address() as AddressInfo;
    const jobs = Array.from({ length: 40 }, () => ({ orders: [order(port, Date.now() + 60_000)] }));
    await cluster.queues.send(probeQueue('default'), jobs);
    await cluster.startEvaluator();
    await cluster.startWorker('default');
    cluster.startSchedule();
    const isUp = async (): Promise<boolean> =>
      (await count(`SELECT count(*) FROM monitor_state WHERE status = 'up'`)) === 1;
    await waitFor(isUp, { timeoutMs: 10_000, what: `${healthy?.name ?? ''} to be up` });
    await cluster.stopWorkers();
    expect(await cluster.queues.counts(probeQueue('default'))).toMatchObject({ active: 0, failed: 0 });
    silent.close();
  });

  function order(port: number, expiresAtMs: number): ProbeOrder {
    return orderTo('127.0.0.1', port, { expiresAtMs });
  }

  async function emptied(queue: QueueDefinition<unknown>, failed = 0): Promise<void> {
    const nothingLeft = { waiting: 0, active: 0, delayed: 0, failed };
    await waitFor(async () => isDeepStrictEqual(await cluster.queues.counts(queue), nothingLeft), {
      timeoutMs: 10_000,
      what: `an empty queue ${queue.name}`,
    });
  }
});

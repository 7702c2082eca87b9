import type { Monitor } from '@twotwenty/contracts/monitor';
import { probeQueue } from '@twotwenty/contracts/queues';
import type { ManagedProcess } from '@twotwenty/testing/managed-process';
import { openQueues } from '@twotwenty/queue/queue-system';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepareApps, type AppName, type AppProcesses } from '../../support/app-processes.js';
import { emptyRedis } from '../../support/empty-redis.js';
import { createMigratedDatabase, type MigratedDatabase } from '../../support/migrated-database.js';
import { createMonitors } from '../../support/monitors.js';

const MONITORS = 60;
/** The time of a test and the grace: after that long at most the schedule goes on, whatever was lost. */
const LEASE_MS = (2 + 15) * 1000;

/** Kills processes under load, with the queue on either store. */
export function killsSuite(backend: 'redis' | 'postgres'): void {
  describe(`killing processes under load, the queue on ${backend}`, () => {
    let database: MigratedDatabase;
    let redis: RedisServer | null = null;
    let apps: AppProcesses;
    let steady: TestServer;
    let failing: TestServer;
    let monitors: Monitor[];
    const running: Record<AppName, ManagedProcess[]> = { controller: [], evaluator: [], worker: [] };

    beforeAll(async () => {
      [steady, failing] = await Promise.all([startSmtpSink(), startSmtpSink()]);
      database = await createMigratedDatabase('kills');
      redis = backend === 'redis' ? await startRedis() : null;
      apps = await prepareApps({ databaseUrl: database.url, redisUrl: redis?.url ?? null });
      monitors = [
        ...(await createMonitors(database.dataSource, MONITORS / 2, { host: '127.0.0.1', port: steady.port })),
        ...(await createMonitors(database.dataSource, MONITORS / 2, { host: '127.0.0.1', port: failing.port })),
      ];
    });
    beforeEach(async () => {
      for (const app of ['controller', 'evaluator', 'evaluator', 'worker', 'worker'] as const) await start(app);
    });
    afterEach(async () => {
      await apps.stop();
      for (const list of Object.values(running)) list.length = 0;
    });
    afterAll(async () => {
      await Promise.all([steady.stop(), failing.stop()]);
      await redis?.stop();
      await database.drop();
    });

    async function start(app: AppName): Promise<void> {
      running[app].push(await apps.start(app));
    }

    async function killOne(app: AppName): Promise<void> {
      await running[app].shift()?.kill();
      await start(app);
    }

    async function rows<T>(query: string): Promise<T[]> {
      return database.dataSource.query<T[]>(query);
    }

    async function statuses(): Promise<Record<string, number>> {
      const counts = await rows<{ status: string; count: number }>(
        'SELECT status, count(*)::int AS count FROM monitor_state GROUP BY status',
      );
      return Object.fromEntries(counts.map(({ status, count }) => [status, count]));
    }

    /** Everything that is queued is gone, as after a restart of a Redis that keeps nothing. */
    async function emptyQueue(): Promise<void> {
      if (redis === null) {
        await database.dataSource.query('DELETE FROM bullmq.job');
        return;
      }
      await emptyRedis(redis.port);
    }

    it('loses no state, raises no alert twice, and the schedule goes on', { timeout: 180_000 }, async () => {
      await waitFor(async () => (await statuses())['up'] === MONITORS, { timeoutMs: 20_000, what: 'all monitors up' });
      await failing.stop();
      for (const app of ['evaluator', 'worker', 'evaluator', 'controller', 'worker'] as const) {
        await killOne(app);
        await emptyQueue();
        await sleep(700);
      }
      await waitFor(async () => (await statuses())['lost'] === MONITORS / 2, {
        timeoutMs: 4 * LEASE_MS,
        intervalMs: 200,
        what: 'the failing half lost',
      });
      expect(await statuses()).toEqual({ up: MONITORS / 2, lost: MONITORS / 2 });
      await failing.start();
      for (const app of ['worker', 'evaluator'] as const) await killOne(app);
      await emptyQueue();
      await waitFor(async () => (await statuses())['up'] === MONITORS, {
        timeoutMs: 3 * LEASE_MS,
        intervalMs: 200,
        what: 'all monitors up again',
      });
      await expectHistoryToBeWhole();
      await expectScheduleToGoOn();
    });

    it('loses one test at most when all that is queued is gone', { timeout: 120_000 }, async () => {
      for (const worker of running.worker.splice(0)) await worker.kill();
      await waitFor(async () => (await inFlight()) === MONITORS, { timeoutMs: 10_000, what: 'all monitors in flight' });
      const before = await statesWithoutTests();
      // A test is in flight before its probes are queued: what came after the queue was emptied would be lost to nobody.
      await waitFor(areProbesQueued, { timeoutMs: 2 * LEASE_MS, intervalMs: 200, what: 'probes in the queue' });
      const gaps = await unknownTests();
      await emptyQueue();
      await start('worker');
      await expectScheduleToGoOn();
      expect(await unknownTests()).toBeGreaterThan(gaps);
      expect(await statesWithoutTests()).toEqual(before);
    });

    it(
      'decides on what was reported to evaluators that were killed, and while none ran',
      { timeout: 120_000 },
      async () => {
        // A lease that outlasts the start of an evaluator on the slowest machine.
        await rows(`UPDATE monitor SET timing = jsonb_set(timing, '{maxTestDurationSeconds}', '60')`);
        await expectScheduleToGoOn();
        const gaps = await unknownTests();
        for (const evaluator of running.evaluator.splice(0)) await evaluator.kill();
        await waitFor(async () => (await inFlight()) === MONITORS, {
          timeoutMs: 10_000,
          what: 'all monitors in flight',
        });
        await start('evaluator');
        await expectScheduleToGoOn();
        expect(await unknownTests()).toBe(gaps);
      },
    );

    async function areProbesQueued(): Promise<boolean> {
      const location =
        redis === null
          ? { backend: 'postgres' as const, url: database.url }
          : { backend: 'redis' as const, url: redis.url };
      const queues = openQueues(location, { onError: () => undefined, onFailure: () => undefined });
      try {
        return (await queues.waitingEnds([probeQueue('default')]))[0] !== null;
      } finally {
        await queues.close();
      }
    }

    async function inFlight(): Promise<number> {
      const [row] = await rows<{ count: number }>('SELECT count(*)::int AS count FROM monitor_state WHERE in_flight');
      return row?.count ?? 0;
    }

    async function unknownTests(): Promise<number> {
      const [row] = await rows<{ count: number }>(
        `SELECT count(DISTINCT (monitor_key, test_number))::int AS count FROM event WHERE type = 'test-unknown'`,
      );
      return row?.count ?? 0;
    }

    function statesWithoutTests(): Promise<unknown[]> {
      return rows(
        'SELECT monitor_key, status, since, failures, alerts, incident_id FROM monitor_state ORDER BY monitor_key',
      );
    }

    /** Each failing monitor went the whole way once: two alerts at their failures, one incident, one recovery. */
    async function expectHistoryToBeWhole(): Promise<void> {
      const histories = await rows<{ key: number; history: string }>(
        `SELECT monitor_key AS key, string_agg(
         CASE type WHEN 'state-changed' THEN (data->>'from') || '>' || (data->>'to')
                   WHEN 'alert-raised' THEN 'alert ' || (data->>'number') || ' at ' || (data->>'failures')
                   ELSE type END, ', ' ORDER BY id) AS history
       FROM event WHERE type <> 'test-unknown' GROUP BY monitor_key`,
      );
      const kinds = new Map<string, number>();
      for (const { history } of histories) kinds.set(history, (kinds.get(history) ?? 0) + 1);
      expect(Object.fromEntries(kinds)).toEqual({
        'uninitialized>up': MONITORS / 2,
        'uninitialized>up, up>warn, warn>down, alert 1 at 2, down>lost, alert 2 at 4, lost>up, recovered': MONITORS / 2,
      });
      const incidents = await rows<{ alerts: number; ending: string; count: number }>(
        'SELECT alerts, ending, count(*)::int AS count FROM incident GROUP BY alerts, ending',
      );
      expect(incidents).toEqual([{ alerts: 2, ending: 'recovered', count: MONITORS / 2 }]);
      expect(
        await rows(
          'SELECT monitor_key FROM probe_result GROUP BY monitor_key, test_number, site_key HAVING count(*) > 1',
        ),
      ).toEqual([]);
    }

    async function expectScheduleToGoOn(): Promise<void> {
      const before = new Map(
        (
          await rows<{ key: number; number: number }>(
            'SELECT monitor_key AS key, test_number AS number FROM monitor_state',
          )
        ).map(({ key, number }) => [key, number]),
      );
      expect(before.size).toBe(monitors.length);
      await waitFor(
        async () =>
          (
            await rows<{ key: number; number: number }>(
              'SELECT monitor_key AS key, test_number AS number FROM monitor_state',
            )
          ).every(({ key, number }) => number >= (before.get(key) ?? 0) + 3),
        { timeoutMs: 2 * LEASE_MS, intervalMs: 200, what: 'three further tests of every monitor' },
      );
    }
  });
}

import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCluster, type Cluster } from '../support/cluster.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';

/** With as many sessions of so long a worker makes 20 probes a second, and would have 200 to make. */
const SESSION_MS = 200;
const MAX_SESSIONS = 4;
const MONITORS = 200;
const TIMING = { maxTestDurationSeconds: 1, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } };

describe('a site that has ten times as much to do as it can', () => {
  let database: MigratedDatabase;
  let cluster: Cluster;
  let server: Server;
  let redis: RedisServer;

  beforeEach(async () => {
    database = await createMigratedDatabase('overload');
    redis = await startRedis();
    cluster = createCluster(database, { backend: 'redis', url: redis.url });
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('221 bye\r\n'));
      setTimeout(() => socket.write('220 mx\r\n'), SESSION_MS);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await cluster.stop();
    await redis.stop();
    await database.drop();
    server.close();
  });

  /** How often each monitor of a site was tested, by its id. */
  async function testsOf(site: string): Promise<Map<string, number>> {
    const rows = await database.dataSource.query<{ id: string; tests: number }[]>(
      `SELECT monitor.id, count(result.monitor_key)::int AS tests
       FROM monitor LEFT JOIN probe_result result ON monitor_key = monitor.key WHERE sites = $1 GROUP BY monitor.id`,
      [[site]],
    );
    return new Map(rows.map(({ id, tests }) => [id, tests]));
  }

  /** Waits until every monitor of a site was tested so often more. @returns how often each was */
  async function untilTested(site: string, times: number): Promise<number[]> {
    const before = await testsOf(site);
    const since = async (): Promise<number[]> =>
      [...(await testsOf(site))].map(([id, tests]) => tests - (before.get(id) ?? 0));
    const areAll = async () => {
      const tests = await since();
      return Math.min(...tests) >= times && tests;
    };
    return waitFor(areAll, { what: `all tested ${times} times`, timeoutMs: 90_000, intervalMs: 250 });
  }

  it('tests late and each in its turn, loses nothing, and holds up no other site', async () => {
    await new SiteRepository(database.dataSource).insert({ name: 'paris', description: null });
    const target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    await createMonitors(database.dataSource, MONITORS, target, { timing: TIMING });
    await createMonitors(database.dataSource, 2, target, { timing: TIMING, sites: ['paris'] });
    await cluster.startEvaluator();
    await cluster.startWorker('default', MAX_SESSIONS);
    await cluster.startWorker('paris');
    cluster.startSchedule();

    // At first more is begun than can be made, as nobody knows how much the site does; what expires of that is lost.
    await untilTested('default', 1);
    const unknown = (): Promise<unknown[]> =>
      database.dataSource.query(`SELECT 1 FROM event WHERE type = 'test-unknown' AND test_number > 1`);
    const before = await testsOf('paris');
    const tests = await untilTested('default', 2);
    const elsewhere = [...(await testsOf('paris'))].map(([id, count]) => count - (before.get(id) ?? 0));
    expect(Math.max(...tests)).toBeLessThanOrEqual(4);
    expect(Math.min(...elsewhere)).toBeGreaterThan(2 * Math.max(...tests));
    expect(await unknown()).toEqual([]);
  }, 120_000);
});

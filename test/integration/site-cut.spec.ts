import { groupIntoJobs } from '@twotwenty/controller/schedule/probe-jobs';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { probeQueue } from '@twotwenty/contracts/queues';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { startEvaluator, type RunningEvaluator } from '@twotwenty/evaluator/evaluator';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { ProbeWorker } from '@twotwenty/worker/worker';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { decisionsOn } from '../support/decisions.js';
import { lookOutFor } from '../support/lookout.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';
import { isNetworkPrivate, runSpecInPrivateNetwork } from '../support/private-network.js';
import { beginTests } from '../support/test-rounds.js';

const run = promisify(execFile);
const ip = (...args: string[]): Promise<unknown> => run('ip', args);
const logger = createLogger('test', 'fatal');

/** Hosts of as many networks, all of them this machine: RFC 2544 sets them aside for measurements. */
const HOSTS = Array.from({ length: 8 }, (_, index) => `198.18.${index}.1`);
const [DEAD = '', ...OTHERS] = HOSTS;
const EVERYWHERE = '198.18.0.0/15';

const connect = async (hosts: readonly string[]): Promise<void> => {
  for (const host of hosts) await ip('address', 'add', `${host}/32`, 'dev', 'lo');
};
const disconnect = async (hosts: readonly string[]): Promise<void> => {
  for (const host of hosts) await ip('address', 'del', `${host}/32`, 'dev', 'lo');
};

if (!isNetworkPrivate()) {
  test('holds in a network of its own, which can be cut', { timeout: 250_000 }, () =>
    runSpecInPrivateNetwork('integration', 'integration/site-cut'),
  );
}

const CUTS = [
  { cut: 'no route is left', blackHole: undefined },
  { cut: 'packets are lost on their way', blackHole: EVERYWHERE },
];

describe.each(isNetworkPrivate() ? CUTS : [])('a site whose network is cut so that $cut', ({ blackHole }) => {
  let redis: RedisServer;
  let database: MigratedDatabase;
  let queues: QueueSystem;
  let evaluator: RunningEvaluator;
  let lookout: Periodic;
  let worker: ProbeWorker;
  let server: Server;
  let monitors: Monitor[];

  beforeEach(async () => {
    await connect(HOSTS);
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('221 bye\r\n'));
      socket.write('220 mx.example.com\r\n');
    }).listen(0, '0.0.0.0');
    await once(server, 'listening');
    redis = await startRedis();
    database = await createMigratedDatabase('cut');
    queues = openQueues({ backend: 'redis', url: redis.url }, { onError: () => undefined, onFailure: () => undefined });
    const { dataSource } = database;
    evaluator = await startEvaluator({
      queues,
      siteNames: () => Promise.resolve(['default']),
      decisions: decisionsOn(dataSource),
      probeChecks: new ProbeCheckRepository(dataSource),
      partitions: new PartitionRepository(dataSource),
      deliveries: new DeliveryRepository(dataSource),
      audit: new AuditRepository(dataSource),
      retentionDays: 90,
      logger,
    });
    lookout = lookOutFor(dataSource, { leases: evaluator.leases });
    const limits = { maxSessions: 100, perAddress: { maxSessions: 100, pauseMs: 0 }, lookupThreads: 4 };
    worker = new ProbeWorker({ queues, site: 'default', ...limits, logger });
    await worker.start();
    const { port } = server.address() as AddressInfo;
    monitors = [];
    for (const host of HOSTS) {
      // The first failure that counts is an alert.
      const notification = { failuresPerAlert: 1, maxAlerts: 9 };
      monitors.push(...(await createMonitors(dataSource, 2, { host, port }, { notification })));
    }
    await playRound();
  });
  afterEach(async () => {
    await worker.stop();
    await lookout.stop();
    await evaluator.stop();
    await queues.close();
    await redis.stop();
    await database.drop();
    server.close();
    await ip('address', 'flush', 'dev', 'lo', 'to', EVERYWHERE);
    await ip('route', 'flush', EVERYWHERE);
  });

  /** One test of every monitor, from the claim to the verdict. */
  async function playRound(): Promise<void> {
    const tests = await beginTests(
      database.dataSource,
      monitors.map(({ id }) => id),
    );
    const jobs = groupIntoJobs([...tests.values()], Date.now()).get('default') ?? [];
    await queues.send(probeQueue('default'), jobs);
    const open = async (): Promise<number> =>
      (await database.dataSource.query<unknown[]>('SELECT 1 FROM monitor_state WHERE in_flight')).length;
    await waitFor(async () => (await open()) === 0, { what: 'every test to be decided', timeoutMs: 20_000 });
  }

  /** How many monitors of some hosts are in each state, and how many alerts they have raised. */
  async function standing(hosts: readonly string[]): Promise<Record<string, number>> {
    const rows = await database.dataSource.query<{ name: string; count: number }[]>(
      `SELECT status || '/' || (last_test->>'verdict') || '/' || alerts AS name, count(*)::int AS count
       FROM monitor_state JOIN monitor ON monitor.key = monitor_key WHERE target->>'host' = ANY($1) GROUP BY 1`,
      [hosts],
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  }

  it('raises no alert, and tells of one server that is really dead before and after', async () => {
    await disconnect([DEAD]);
    await playRound();
    expect(await standing([DEAD])).toEqual({ 'down/fail/1': 2 });
    expect(await standing(OTHERS)).toEqual({ 'up/pass/0': 14 });
    expect(worker.suspicion).toBeNull();

    await disconnect(OTHERS);
    if (blackHole !== undefined) await ip('route', 'add', blackHole, 'dev', 'lo');
    for (let round = 0; round < 3; round += 1) {
      await playRound();
      expect(await standing(OTHERS)).toEqual({ 'up/unknown/0': 14 });
      expect(worker.suspicion?.failing).toBeGreaterThanOrEqual(OTHERS.length);
    }
    expect(await standing([DEAD])).toEqual({ 'down/unknown/1': 2 });
    const rows = await database.dataSource.query<unknown[]>(
      `SELECT DISTINCT passed, suspect, code FROM probe_result WHERE suspect`,
    );
    const code = blackHole === undefined ? 'connect-unreachable' : 'connect-timeout';
    expect(rows).toEqual([{ passed: false, suspect: true, code }]);

    await connect(OTHERS);
    await playRound();
    expect(await standing(OTHERS)).toEqual({ 'up/pass/0': 14 });
    expect(worker.suspicion).toBeNull();
    await playRound();
    // Whether it counted in the round before depends on who was seen first in it.
    expect(Object.keys(await standing([DEAD]))).toEqual([expect.stringMatching(/^down\/fail\/[23]$/)]);
  }, 60_000);
});

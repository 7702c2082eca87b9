import type { ProbeOrder, ProbeReport } from '@twotwenty/contracts/jobs';
import { probeQueue, resultsQueue } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { startRedis } from '@twotwenty/testing/redis-server';
import { ProbeWorker, type WorkerDependencies } from '@twotwenty/worker/worker';
import { orderTo } from './orders.js';
import { startProxy, type Proxy } from './proxy.js';

const SITE = 'default';
const MAX_TEST_DURATION_MS = 1000;

/** A worker of a site without schedule and evaluators, whose line to its Redis can be held up. */
export interface LoneWorker {
  /** What it has reported, in the order in which that came. */
  readonly reports: readonly ProbeReport[];
  /** As the schedule and the evaluators use them. */
  readonly queues: QueueSystem;
  /** Its line to the queue. */
  readonly line: Proxy;
  /** Has it make so many probes of a server now; the monitor's number in its reports is the port. */
  order(count: number, host: string, port: number, changes?: Partial<ProbeOrder>): Promise<void>;
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a worker with a Redis of its own. */
export async function startLoneWorker(
  settings: Pick<WorkerDependencies, 'maxSessions' | 'perAddress'>,
): Promise<LoneWorker> {
  const redis = await startRedis();
  const line = await startProxy(redis.port);
  const open = (url: string): QueueSystem =>
    openQueues({ backend: 'redis', url }, { onError: () => undefined, onFailure: () => undefined });
  const queues = open(redis.url);
  const ownQueues = open(`redis://${line.host}:${line.port}`);
  const reports: ProbeReport[] = [];
  await queues.consume(resultsQueue(SITE), (message) => {
    reports.push(...(message.reports as ProbeReport[]));
    return Promise.resolve();
  });
  const logger = createLogger('test', 'fatal');
  const worker = new ProbeWorker({ queues: ownQueues, site: SITE, lookupThreads: 4, logger, ...settings });
  await worker.start();
  return {
    reports,
    queues,
    line,
    order: (count, host, port, changes) =>
      queues.send(probeQueue(SITE), [{ orders: ordersOf(count, host, port, changes) }]),
    stopWorker: () => worker.stop(),
    async stop() {
      await worker.stop();
      await Promise.all([queues.close(), ownQueues.close()]);
      await line.close();
      await redis.stop();
    },
  };
}

function ordersOf(count: number, host: string, port: number, changes: Partial<ProbeOrder> = {}): ProbeOrder[] {
  const nowMs = Date.now();
  return Array.from({ length: count }, (_, index) =>
    orderTo(host, port, {
      monitor: port,
      test: index + 1,
      maxTestDurationMs: MAX_TEST_DURATION_MS,
      expiresAtMs: nowMs + 60_000,
      dueAtMs: nowMs,
      ...changes,
    }),
  );
}

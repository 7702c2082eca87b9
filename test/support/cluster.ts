import type { QueueLocation } from '@twotwenty/config/stores';
import { startSchedule } from '@twotwenty/controller/schedule/schedule';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { startEvaluator } from '@twotwenty/evaluator/evaluator';
import { createLogger } from '@twotwenty/observability/logger';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { ProbeWorker } from '@twotwenty/worker/worker';
import { decisionsOn } from './decisions.js';
import { lookOutFor } from './lookout.js';
import type { MigratedDatabase } from './migrated-database.js';

const logger = createLogger('test', 'fatal');

/** The parts of the product in this process. */
export interface Cluster {
  readonly queues: QueueSystem;
  startSchedule(): void;
  startEvaluator(): Promise<void>;
  /** @param maxSessions that it holds at once */
  startWorker(site: string, maxSessions?: number): Promise<void>;
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts nothing by itself: as many of each part as a test wants, each with its own connections. */
export function createCluster(database: MigratedDatabase, location: QueueLocation): Cluster {
  const stops: (() => Promise<void>)[] = [];
  const siteNames = () => new SiteRepository(database.dataSource).names();
  const workers: ProbeWorker[] = [];
  const closes: (() => Promise<void>)[] = [];
  const connect = (): QueueSystem => {
    const queues = openQueues(location, { onError: () => undefined, onFailure: () => undefined });
    closes.push(() => queues.close());
    return queues;
  };
  return {
    queues: connect(),
    startSchedule() {
      const schedule = new ScheduleRepository(database.dataSource);
      const running = startSchedule({ schedule, siteNames, queues: connect(), logger });
      stops.unshift(() => running.stop());
    },
    async startEvaluator() {
      const evaluator = await startEvaluator({
        queues: connect(),
        siteNames,
        decisions: decisionsOn(database.dataSource),
        probeChecks: new ProbeCheckRepository(database.dataSource),
        partitions: new PartitionRepository(database.dataSource),
        deliveries: new DeliveryRepository(database.dataSource),
        audit: new AuditRepository(database.dataSource),
        retentionDays: 90,
        logger,
      });
      const lookout = lookOutFor(database.dataSource, { leases: evaluator.leases });
      stops.push(
        () => lookout.stop(),
        () => evaluator.stop(),
      );
    },
    async startWorker(site, maxSessions = 100) {
      // All monitors are of one address mostly.
      const limits = { maxSessions, perAddress: { maxSessions, pauseMs: 0 }, lookupThreads: 4 };
      const worker = new ProbeWorker({ queues: connect(), site, ...limits, logger });
      await worker.start();
      workers.push(worker);
    },
    async stopWorkers() {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    },
    async stop() {
      for (const stop of stops.splice(0)) await stop();
      await this.stopWorkers();
      await Promise.all(closes.splice(0).map((close) => close()));
    },
  };
}

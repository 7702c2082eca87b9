import { workersQueue } from '@twotwenty/contracts/queues';
import type { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { Consumer, QueueSystem } from '@twotwenty/queue/queue-system';
import { QUEUE_SETTINGS } from '@twotwenty/queue/settings';
import { SiteConsumers } from './site-consumers.js';
import { Turns } from './turns.js';

/** A beat that has waited longer says nothing about now: its worker may have ended since. */
const MAX_BEAT_AGE_MS = 60_000;
const CLEAN_PAUSE_MS = 3_600_000;

export interface WorkerRegistryDependencies {
  readonly queues: QueueSystem;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly workers: WorkerRepository;
  readonly logger: Logger;
}

/** Keeps the list of workers from what they say of themselves, until it is stopped. */
export async function startWorkerRegistry(dependencies: WorkerRegistryDependencies): Promise<Periodic> {
  const { siteNames, workers, logger } = dependencies;
  const turns = new Turns(QUEUE_SETTINGS.workers.concurrency);
  const consumers = new SiteConsumers({ siteNames, consume: (site) => consume(dependencies, turns, site), logger });
  await consumers.start();
  const cleaning = repeat(logger, 'forgetting silent workers', async () => {
    await workers.removeSilent();
    return CLEAN_PAUSE_MS;
  });
  return {
    async stop() {
      await Promise.all([consumers.stop(), cleaning.stop()]);
    },
  };
}

async function consume(
  { queues, workers, logger }: WorkerRegistryDependencies,
  turns: Turns,
  site: string,
): Promise<Consumer> {
  const queue = workersQueue(site);
  await queues.dropWaiting(queue, MAX_BEAT_AGE_MS).catch((error: unknown) => {
    logger.warn({ err: error, site }, 'old beats of workers were not dropped');
  });
  return queues.consume(queue, (beat) => turns.take(() => workers.record(site, beat)));
}

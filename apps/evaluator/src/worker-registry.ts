import { workersQueue } from '@twotwenty/contracts/queues';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import type { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { Consumer, QueueSystem } from '@twotwenty/queue/queue-system';
import { QUEUE_SETTINGS } from '@twotwenty/queue/settings';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusedValue } from './refused-value.js';
import { SiteConsumers } from './site-consumers.js';
import { Turns } from './turns.js';

/** A beat that has waited longer says nothing about now: its worker may have ended since. */
const MAX_BEAT_AGE_MS = 60_000;
/** How long a beat that can't be written down is held back. */
const HOLD_BACK_MS = 20_000;
const HOLD_BACK_STEP_MS = 1000;
const CLEAN_PAUSE_MS = 3_600_000;

export interface WorkerRegistryDependencies {
  readonly queues: QueueSystem;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly workers: Pick<WorkerRepository, 'record' | 'removeSilent'>;
  readonly logger: Logger;
}

/** Keeps the list of workers from what they say of themselves, until it is stopped. */
export async function startWorkerRegistry(dependencies: WorkerRegistryDependencies): Promise<Periodic> {
  const { siteNames, workers, logger } = dependencies;
  const turns = new Turns(QUEUE_SETTINGS.workers.concurrency);
  const stopping = new AbortController();
  const take = (site: string): Promise<Consumer> => consume(dependencies, turns, site, stopping.signal);
  const consumers = new SiteConsumers({ siteNames, consume: take, logger });
  await consumers.start();
  const cleaning = repeat(logger, 'forgetting silent workers', async () => {
    await workers.removeSilent();
    return CLEAN_PAUSE_MS;
  });
  return {
    async stop() {
      stopping.abort(new Error('the process stops'));
      await Promise.all([consumers.stop(), cleaning.stop()]);
    },
  };
}

async function consume(
  { queues, workers, logger }: WorkerRegistryDependencies,
  turns: Turns,
  site: string,
  stopping: AbortSignal,
): Promise<Consumer> {
  const queue = workersQueue(site);
  await queues.dropWaiting(queue, MAX_BEAT_AGE_MS).catch((error: unknown) => {
    logger.warn({ err: error, site }, 'old beats of workers were not dropped');
  });
  return queues.consume(queue, (beat) => turns.take(() => record(workers, site, beat, stopping)));
}

/**
 * Writes down a beat. While that can't be done it is held back: an evaluator without its database takes no further beats from
 * those that have theirs, and whoever watches the sites sees that not all was heard.
 */
async function record(
  workers: Pick<WorkerRepository, 'record'>,
  site: string,
  beat: WorkerBeat,
  stopping: AbortSignal,
): Promise<void> {
  const endsAtMs = performance.now() + HOLD_BACK_MS;
  for (;;) {
    try {
      await workers.record(site, beat);
      return;
    } catch (error) {
      if (isRefusedValue(error) || performance.now() >= endsAtMs || stopping.aborted) throw error;
      await sleep(HOLD_BACK_STEP_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

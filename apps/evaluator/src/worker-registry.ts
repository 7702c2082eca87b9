import { WORKERS_QUEUE } from '@twotwenty/contracts/queues';
import type { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';

/** A beat that has waited longer says nothing about now: its worker may have ended since. */
const MAX_BEAT_AGE_MS = 60_000;
const CLEAN_PAUSE_MS = 3_600_000;

export interface WorkerRegistryDependencies {
  readonly queues: QueueSystem;
  readonly workers: WorkerRepository;
  readonly logger: Logger;
}

/** Keeps the list of workers from what they say of themselves, until it is stopped. */
export async function startWorkerRegistry({ queues, workers, logger }: WorkerRegistryDependencies): Promise<Periodic> {
  await queues.dropWaiting(WORKERS_QUEUE, MAX_BEAT_AGE_MS).catch((error: unknown) => {
    logger.warn({ err: error }, 'old beats of workers were not dropped');
  });
  const consumer = await queues.consume(WORKERS_QUEUE, (beat) => workers.record(beat));
  const cleaning = repeat(logger, 'forgetting silent workers', async () => {
    await workers.removeSilent();
    return CLEAN_PAUSE_MS;
  });
  return {
    async stop() {
      await Promise.all([consumer.close(), cleaning.stop()]);
    },
  };
}

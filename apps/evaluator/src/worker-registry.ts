import { WORKERS_QUEUE } from '@twotwenty/contracts/queues';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import type { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusedValue } from './refused-value.js';

/** A beat that has waited longer says nothing about now: its worker may have ended since. */
const MAX_BEAT_AGE_MS = 60_000;
/** How long a beat that can't be written down is held back. */
const HOLD_BACK_MS = 20_000;
const HOLD_BACK_STEP_MS = 1000;
const CLEAN_PAUSE_MS = 3_600_000;

export interface WorkerRegistryDependencies {
  readonly queues: QueueSystem;
  readonly workers: Pick<WorkerRepository, 'record' | 'removeSilent'>;
  readonly logger: Logger;
}

/** Keeps the list of workers from what they say of themselves, until it is stopped. */
export async function startWorkerRegistry({ queues, workers, logger }: WorkerRegistryDependencies): Promise<Periodic> {
  await queues.dropWaiting(WORKERS_QUEUE, MAX_BEAT_AGE_MS).catch((error: unknown) => {
    logger.warn({ err: error }, 'old beats of workers were not dropped');
  });
  const stopping = new AbortController();
  const consumer = await queues.consume(WORKERS_QUEUE, (beat) => record(workers, beat, stopping.signal));
  const cleaning = repeat(logger, 'forgetting silent workers', async () => {
    await workers.removeSilent();
    return CLEAN_PAUSE_MS;
  });
  return {
    async stop() {
      stopping.abort(new Error('the process stops'));
      await Promise.all([consumer.close(), cleaning.stop()]);
    },
  };
}

/**
 * Writes down a beat. While that can't be done it is held back: an evaluator without its database takes no further beats from
 * those that have theirs, and whoever watches the sites sees that not all was heard.
 */
async function record(
  workers: Pick<WorkerRepository, 'record'>,
  beat: WorkerBeat,
  stopping: AbortSignal,
): Promise<void> {
  const endsAtMs = performance.now() + HOLD_BACK_MS;
  for (;;) {
    try {
      await workers.record(beat);
      return;
    } catch (error) {
      if (isRefusedValue(error) || performance.now() >= endsAtMs || stopping.aborted) throw error;
      await sleep(HOLD_BACK_STEP_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

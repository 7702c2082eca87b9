import type { Logger } from './logger.js';

/** Writes what a queue system has to say into the log; fits `QueueObserver` of the queue library. */
export function observeQueues(logger: Logger) {
  return {
    onError: (error: Error): void =>
      logger.error({ err: error }, 'the queue can not be reached, or answered with an error'),
    onFailure: (queue: string, jobId: string | undefined, error: Error): void =>
      logger.error({ queue, jobId, reason: error.message }, 'a message was not processed'),
  };
}

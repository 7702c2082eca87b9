import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.js';

/** A loop that runs in the background until it is stopped. */
export interface Periodic {
  /** Ends the loop after the round that is under way. */
  stop(): Promise<void>;
}

const LONGEST_PAUSE_AFTER_ERROR_MS = 10_000;

/**
 * Does something again and again, never twice at once.
 *
 * An error is logged and the pause grows with each that follows, so that a database that is away is not hammered.
 * @param round one round; returns the milliseconds to pause before the next
 */
export function repeat(logger: Logger, what: string, round: () => Promise<number>): Periodic {
  const stopper = new AbortController();
  let errors = 0;
  const run = async (): Promise<void> => {
    while (!stopper.signal.aborted) {
      let pauseMs: number;
      try {
        pauseMs = await round();
        errors = 0;
      } catch (error) {
        errors += 1;
        pauseMs = Math.min(250 * 2 ** errors, LONGEST_PAUSE_AFTER_ERROR_MS);
        logger.error({ err: error, retryInMs: pauseMs }, `${what} failed`);
      }
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stopper.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    async stop() {
      stopper.abort();
      await done;
    },
  };
}

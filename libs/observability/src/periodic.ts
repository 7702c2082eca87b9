import type { Logger } from './logger.js';

/** A loop that runs in the background until it is stopped. */
export interface Periodic {
  /** Ends the loop after the round that is under way. */
  stop(): Promise<void>;
}

/** One that needs not wait for its next round. */
export interface WakeablePeriodic extends Periodic {
  /** Has the next round begin at once, or after the one that is under way; a pause after an error is kept. */
  wake(): void;
}

const LONGEST_PAUSE_AFTER_ERROR_MS = 10_000;
/** setTimeout cannot wait longer; Node would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Does something again and again, never twice at once.
 *
 * An error is logged and the pause grows with each that follows, so that a database that is away is not hammered.
 * @param round one round; returns the milliseconds to pause before the next, Infinity to wait until it is woken
 */
export function repeat(logger: Logger, what: string, round: () => Promise<number>): WakeablePeriodic {
  const pause = new Pause();
  let errors = 0;
  const run = async (): Promise<void> => {
    while (!pause.isOver) {
      try {
        const pauseMs = await round();
        errors = 0;
        await pause.take(pauseMs, true);
      } catch (error) {
        errors += 1;
        const retryInMs = Math.min(250 * 2 ** errors, LONGEST_PAUSE_AFTER_ERROR_MS);
        logger.error({ err: error, retryInMs }, `${what} failed`);
        await pause.take(retryInMs, false);
      }
    }
  };
  const done = run();
  return {
    wake: () => pause.wake(),
    async stop() {
      pause.end();
      await done;
    },
  };
}

/** The pauses of one loop, one after the other. */
class Pause {
  isOver = false;
  private isWoken = false;
  private mayWake = false;
  private goOn: (() => void) | null = null;

  /** @param mayWake false: only the end of the loop ends it early */
  async take(pauseMs: number, mayWake: boolean): Promise<void> {
    if (this.isOver || pauseMs <= 0 || (mayWake && this.isWoken)) {
      this.isWoken = false;
      return;
    }
    this.mayWake = mayWake;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(pauseMs, MAX_TIMER_MS));
      this.goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.goOn = null;
    this.isWoken = false;
  }

  wake(): void {
    this.isWoken = true;
    if (this.mayWake) this.goOn?.();
  }

  end(): void {
    this.isOver = true;
    this.goOn?.();
  }
}

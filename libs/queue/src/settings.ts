import type { QueueKind } from '@twotwenty/contracts/queues';

export interface QueueSettings {
  /** Jobs one process works on at once. */
  readonly concurrency: number;
  /** A job whose worker has not renewed its lock for this long is given to another. */
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  /** How often a job may be taken up again after its worker died, before it is set aside. */
  readonly maxStalledCount: number;
  /** How often a job whose handler failed is tried before it is set aside. */
  readonly attempts: number;
  /** The pause before a further attempt doubles from `retryFromMs` up to `retryToMs`. */
  readonly retryFromMs: number;
  readonly retryToMs: number;
  /** What was set aside stays for people to look at, within these limits. */
  readonly keepFailed: { readonly count: number; readonly age: number };
}

const DAY_SECONDS = 86_400;

/** One table for all queues: a kind of queue without settings does not compile. */
export const QUEUE_SETTINGS: Record<QueueKind, QueueSettings> = {
  // Worth little after its expiry: a second try is only for a worker that died. Jobs come before their probes are due, so
  // that most of them are being held.
  probe: {
    concurrency: 32,
    lockDurationMs: 15_000,
    stalledIntervalMs: 10_000,
    maxStalledCount: 2,
    attempts: 1,
    retryFromMs: 250,
    retryToMs: 250,
    keepFailed: { count: 1000, age: 7 * DAY_SECONDS },
  },
  // Must outlive a restart of Postgres and any number of evaluators that die; what one had in hand is given to another
  // well within the lease of its tests.
  results: {
    concurrency: 4,
    lockDurationMs: 5000,
    stalledIntervalMs: 2000,
    maxStalledCount: 1000,
    attempts: 100,
    retryFromMs: 100,
    retryToMs: 5000,
    keepFailed: { count: 1000, age: 7 * DAY_SECONDS },
  },
  // The next one comes soon: worth a second try in a restart of Postgres, and no more.
  workers: {
    concurrency: 2,
    lockDurationMs: 5000,
    stalledIntervalMs: 5000,
    maxStalledCount: 2,
    attempts: 3,
    retryFromMs: 1000,
    retryToMs: 5000,
    keepFailed: { count: 100, age: DAY_SECONDS },
  },
  // Whatever becomes of a job, the outbox hands out again what was not delivered: further attempts are for a restart of
  // Postgres, or a disk that was full for a moment. A job ends with its slowest delivery, so there are many at once.
  actions: {
    concurrency: 256,
    lockDurationMs: 15_000,
    stalledIntervalMs: 10_000,
    maxStalledCount: 2,
    attempts: 7,
    retryFromMs: 1000,
    retryToMs: 5000,
    keepFailed: { count: 100, age: DAY_SECONDS },
  },
};

/** Milliseconds to wait before a further attempt. @param attempt how many were made, from 1 */
export function retryDelayMs(settings: QueueSettings, attempt: number): number {
  return Math.min(settings.retryFromMs * 2 ** Math.min(attempt - 1, 20), settings.retryToMs);
}

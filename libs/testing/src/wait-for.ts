import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** How long to poll, and what to call the awaited thing in the error. */
export interface WaitForOptions {
  /** Ends the sentence "Waited 5000 ms for …". */
  what: string;
  /** Milliseconds until the wait fails; 5,000 by default. */
  timeoutMs?: number;
  /** Milliseconds between two looks; 20 by default. */
  intervalMs?: number;
}

/** Nothing came in time; the message holds the last value or error seen. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
}

/**
 * Looks again and again until `look` gives something other than `undefined` or `false`, and returns that.
 * An error thrown by `look` counts as "not yet". A look that hangs is abandoned at the timeout.
 */
export async function waitFor<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { what, timeoutMs = 5_000, intervalMs = 20 }: WaitForOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last = 'the first look never ended';
  for (;;) {
    const left = deadline - performance.now();
    if (left <= 0) throw new WaitTimeoutError(`Waited ${timeoutMs} ms for ${what}; last seen: ${last}`);
    try {
      const seen = await within(left, look);
      if (seen === hung) continue;
      if (seen !== undefined && seen !== false) return seen;
      last = inspect(seen);
    } catch (error) {
      last = String(error);
    }
    await sleep(Math.min(intervalMs, Math.max(0, deadline - performance.now())));
  }
}

const hung = Symbol('hung');

async function within<T>(milliseconds: number, look: () => Promise<T> | T): Promise<T | typeof hung> {
  const timer = new AbortController();
  const timeout = sleep(milliseconds, hung, { signal: timer.signal });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([look(), timeout]);
  } finally {
    timer.abort();
  }
}

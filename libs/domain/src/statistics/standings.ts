import type { Hold } from '../status.js';
import type { Interval } from './intervals.js';

/**
 * How a monitor stood, as far as availability tells it apart: `answering` is Up or Warn, `out` is Down or Lost;
 * `uninitialized` has no verdict yet, and a hold is judged by nobody.
 */
export type PastStanding = 'answering' | 'out' | 'uninitialized' | Hold;

/** From this moment on the monitor stood so, until the next change. */
export interface StandingChange {
  readonly atMs: number;
  readonly standing: PastStanding;
}

export interface StandingSpan extends Interval {
  readonly standing: PastStanding;
}

/**
 * How a monitor stood in a stretch of time, without gaps from its first change on.
 * @param changes in order; the first may be before the stretch
 */
export function standingSpans(changes: readonly StandingChange[], { fromMs, toMs }: Interval): StandingSpan[] {
  const real = changes.filter(({ standing }, index) => standing !== changes[index - 1]?.standing);
  return real
    .map(({ atMs, standing }, index) => ({
      fromMs: Math.max(atMs, fromMs),
      toMs: Math.min(real[index + 1]?.atMs ?? toMs, toMs),
      standing,
    }))
    .filter((span) => span.toMs > span.fromMs);
}

/** Whether a verdict counts while a monitor stands so. */
export function isJudged(standing: PastStanding): boolean {
  return standing === 'answering' || standing === 'out';
}

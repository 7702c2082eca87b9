import { leaseSeconds } from '../due.js';
import type { Delays } from '../policy.js';
import { intersect, totalMs, type Interval } from './intervals.js';
import { isJudged, standingSpans, type StandingChange } from './standings.js';

/** The stretches of time, up to now, that availability is told of. */
export const AVAILABILITY_HOURS = [24, 7 * 24, 30 * 24, 90 * 24] as const;

/** However short the delays are, silence of up to this long is no gap: a restart of the product should not be one. */
const LEAST_VOUCHED_SECONDS = 300;

/** What can be said of a stretch of time. */
export interface Availability {
  /** Share of the covered time in which the monitor was neither Down nor Lost, 0 to 1; null when nothing is covered. */
  readonly availability: number | null;
  /** Share of the whole time that is covered by tests, 0 to 1. */
  readonly coverage: number;
  readonly coveredMs: number;
  /** Covered time in which it was Down or Lost. */
  readonly downtimeMs: number;
  /** Outages that lay in it, also those that began before or go on. */
  readonly outages: number;
}

/**
 * How long a test vouches for the state after it, seconds: while the next one is to be expected, and as long again, as one
 * may get lost. Silence that lasts longer is a gap in coverage.
 */
export function vouchedSeconds({ up, warn, down, lost }: Delays, maxTestDurationSeconds: number): number {
  const expected = 2 * Math.max(up, warn, down, lost) + leaseSeconds(maxTestDurationSeconds);
  return Math.max(expected, LEAST_VOUCHED_SECONDS);
}

/**
 * The availability of a monitor. Pure; instants alone count, so that no time zone and no daylight saving bears on it.
 *
 * Time is covered when a test vouches for it and the monitor is judged: not under a hold, not before the first verdict, not
 * before it was created. Warn counts as up, as nobody is alerted.
 * @param window of which it is told
 * @param changes of the monitor's standing, in order; the last one before the window, if there is one, and those in it
 * @param tested the time that tests vouch for, in order and without overlaps
 */
export function measureAvailability(
  window: Interval,
  changes: readonly StandingChange[],
  tested: readonly Interval[],
): Availability {
  const spans = standingSpans(changes, window);
  const outages = spans.filter(({ standing }) => standing === 'out');
  const judged = spans.filter(({ standing }) => isJudged(standing));
  const coveredMs = totalMs(intersect(judged, tested));
  const downtimeMs = totalMs(intersect(outages, tested));
  return {
    availability: coveredMs === 0 ? null : (coveredMs - downtimeMs) / coveredMs,
    coverage: coveredMs / (window.toMs - window.fromMs),
    coveredMs,
    downtimeMs,
    outages: outages.length,
  };
}

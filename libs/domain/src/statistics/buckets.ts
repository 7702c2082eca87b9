import type { Interval } from './intervals.js';

/** Lengths of buckets that people can read off an axis, seconds. All divide a day, or are whole days. */
const LENGTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400,
];
const DAY_SECONDS = 86_400;

/** Buckets of one length that lie one after the other, the first from `fromMs`. */
export interface Buckets extends Interval {
  readonly bucketSeconds: number;
}

/**
 * Cuts a stretch of time into buckets. They begin at multiples of their length since 1970, so that the same buckets are
 * found again a minute later; the first begins at or before the stretch, and the last ends at or after its end.
 * @param maxBuckets about how many at most: the two at the ends may be one more
 */
export function cutIntoBuckets({ fromMs, toMs }: Interval, maxBuckets: number): Buckets {
  const leastSeconds = (toMs - fromMs) / 1000 / maxBuckets;
  const bucketSeconds =
    LENGTHS.find((length) => length >= leastSeconds) ?? Math.ceil(leastSeconds / DAY_SECONDS) * DAY_SECONDS;
  const lengthMs = bucketSeconds * 1000;
  return {
    bucketSeconds,
    fromMs: Math.floor(fromMs / lengthMs) * lengthMs,
    toMs: Math.ceil(toMs / lengthMs) * lengthMs,
  };
}

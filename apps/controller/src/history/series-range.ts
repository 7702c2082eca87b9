import { MAX_SERIES_DAYS, type SeriesQuery } from '@twotwenty/contracts/series';
import { cutIntoBuckets, type Buckets } from '@twotwenty/domain/statistics/buckets';
import { invalidFields } from '../http/problem.js';

const DAY_MS = 86_400_000;

/**
 * The buckets that a query asks for.
 * @param nowMs the end where none is given
 * @throws ProblemError when the stretch of time is empty or too long
 */
export function bucketsOf({ from, to, points }: SeriesQuery, nowMs: number): Buckets {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - DAY_MS : Date.parse(from);
  if (fromMs >= toMs)
    throw invalidFields([{ field: 'from', message: 'must be before to, which is now when left out' }]);
  if (toMs - fromMs > MAX_SERIES_DAYS * DAY_MS) {
    throw invalidFields([{ field: 'from', message: `must not be more than ${MAX_SERIES_DAYS} days before to` }]);
  }
  return cutIntoBuckets({ fromMs, toMs }, points);
}

/** A stretch of time, milliseconds since 1970; its end does not belong to it. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What two lists of intervals have in common. Takes one pass.
 * @param left in order, none overlapping another, as is `right`
 */
export function intersect<T extends Interval>(left: readonly T[], right: readonly Interval[]): T[] {
  const common: T[] = [];
  let place = 0;
  for (const one of left) {
    while (place < right.length && (right[place]?.toMs ?? 0) <= one.fromMs) place += 1;
    for (let next = place; next < right.length; next += 1) {
      const other = right[next];
      if (other === undefined || other.fromMs >= one.toMs) break;
      common.push({ ...one, fromMs: Math.max(one.fromMs, other.fromMs), toMs: Math.min(one.toMs, other.toMs) });
    }
  }
  return common.filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** How long they last together, milliseconds. */
export function totalMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0);
}

/**
 * Makes one interval of those that follow each other within less than `gapMs`, for a picture that is too coarse to show the
 * time between. At most one interval is left for every `gapMs`.
 * @param intervals in order, none overlapping another
 * @param alike whether two that are close may become one
 */
export function joinClose<T extends Interval>(
  intervals: readonly T[],
  gapMs: number,
  alike: (left: T, right: T) => boolean,
): T[] {
  const joined: T[] = [];
  for (const interval of intervals) {
    const last = joined.at(-1);
    if (last !== undefined && interval.fromMs - last.toMs < gapMs && alike(last, interval)) {
      joined[joined.length - 1] = { ...last, toMs: interval.toMs };
    } else {
      joined.push(interval);
    }
  }
  return joined;
}

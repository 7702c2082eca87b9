import { vouchedSeconds } from '@twotwenty/domain/statistics/availability';
import type { Verdict } from '@twotwenty/domain/status';
import { judge } from '@twotwenty/domain/votes';
import type { Result } from './history.js';
import type { Monitor } from './monitor.js';

/** How long a monitor may be silent before that is a gap in its coverage, seconds. */
export function silenceSeconds({ timing }: Pick<Monitor, 'timing'>): number {
  return vouchedSeconds(timing.delaySeconds, timing.maxTestDurationSeconds);
}

/**
 * What the sessions of a past test come to, by the voting as it is now: results keep no verdict of their own. Of sites that did
 * not report nothing is known any more.
 * @param sessions of one test, one of each site that reported
 */
export function verdictOf(
  sessions: readonly Pick<Result, 'passed' | 'suspect'>[],
  sitesToFail: Monitor['sitesToFail'],
): Verdict {
  const counted = sessions.filter(({ suspect }) => !suspect);
  const passed = counted.filter((session) => session.passed).length;
  const tally = {
    asked: sessions.length,
    passed,
    failed: counted.length - passed,
    discounted: sessions.length - counted.length,
  };
  return judge(tally, sitesToFail, true) ?? 'unknown';
}

import type { Verdict } from './status.js';

/** One site's word on one test. */
export interface Vote {
  readonly passed: boolean;
}

/** How many of the sites that were asked have reported what. */
export interface Tally {
  readonly asked: number;
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts the votes of the sites that were asked; a vote of any other site does not count.
 * @param sites names of the sites that were asked
 * @param votes what came in so far, by site name
 */
export function tallyVotes(sites: readonly string[], votes: Readonly<Record<string, Vote>>): Tally {
  const cast = sites.flatMap((site) => (Object.hasOwn(votes, site) ? [votes[site]] : []));
  const passed = cast.filter((vote) => vote?.passed).length;
  return { asked: sites.length, passed, failed: cast.length - passed };
}

/**
 * The verdict of a test, or undefined while the missing votes could still change it.
 *
 * With `sitesToFail` = k the test fails once k sites failed, and passes once k can't be reached any more. Without it a
 * majority of the sites that reported decides, and at least half of those asked must report. Missing votes are never
 * failures: when the time is over and they could have turned the verdict, it is `unknown`.
 * @param sitesToFail k, or null for the majority; more than the sites asked means all of them
 * @param timeOver true once the lease of the test has run out
 */
export function judge(tally: Tally, sitesToFail: number | null, timeOver: boolean): Verdict | undefined {
  const missing = tally.asked - tally.passed - tally.failed;
  if (tally.passed + tally.failed === 0) return timeOver ? 'unknown' : undefined;
  return sitesToFail === null
    ? judgeByMajority(tally, missing, timeOver)
    : judgeByCount(tally, missing, Math.min(sitesToFail, tally.asked), timeOver);
}

function judgeByCount(tally: Tally, missing: number, needed: number, timeOver: boolean): Verdict | undefined {
  if (tally.failed >= needed) return 'fail';
  if (tally.failed + missing < needed) return 'pass';
  return timeOver ? 'unknown' : undefined;
}

function judgeByMajority(tally: Tally, missing: number, timeOver: boolean): Verdict | undefined {
  if (2 * tally.failed > tally.asked) return 'fail';
  if (2 * (tally.failed + missing) <= tally.asked) return 'pass';
  if (!timeOver) return undefined;
  const reported = tally.passed + tally.failed;
  if (2 * reported < tally.asked) return 'unknown';
  return 2 * tally.failed > reported ? 'fail' : 'pass';
}

import type { Verdict } from './status.js';

/** Why a report does not count: the site itself was in trouble when it failed. */
export const MISSING_REASONS = ['site-suspect'] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

/** One site's word on one test. */
export interface Vote {
  readonly passed: boolean;
  /** Set for a vote that counts as missing, whatever the site saw. */
  readonly missing?: MissingReason | null | undefined;
}

/** How many of the sites that were asked have reported what. */
export interface Tally {
  readonly asked: number;
  readonly passed: number;
  readonly failed: number;
  /** Sites that have reported what does not count: nothing more is to come from them. */
  readonly discounted: number;
}

/** What a site that was asked has said: `suspect` when its report does not count, `missing` when there is none. */
export const VOTE_KINDS = ['passed', 'failed', 'suspect', 'missing'] as const;
export type VoteKind = (typeof VOTE_KINDS)[number];

/** @param vote undefined when the site has not reported */
export function voteKind(vote: Vote | undefined): VoteKind {
  if (vote === undefined) return 'missing';
  if (vote.missing !== undefined && vote.missing !== null) return 'suspect';
  return vote.passed ? 'passed' : 'failed';
}

/** Who said what, for each site that was asked. */
export function voteKinds(
  sites: readonly string[],
  votes: Readonly<Record<string, Vote>>,
): Readonly<Record<string, VoteKind>> {
  return Object.fromEntries(sites.map((site) => [site, voteKind(voteOf(site, votes))]));
}

/**
 * Counts the votes of the sites that were asked; a vote of any other site does not count.
 * @param sites names of the sites that were asked
 * @param votes what came in so far, by site name
 */
export function tallyVotes(sites: readonly string[], votes: Readonly<Record<string, Vote>>): Tally {
  const tally = { asked: sites.length, passed: 0, failed: 0, discounted: 0 };
  for (const site of sites) {
    const kind = voteKind(voteOf(site, votes));
    if (kind === 'suspect') tally.discounted += 1;
    else if (kind !== 'missing') tally[kind] += 1;
  }
  return tally;
}

function voteOf<V extends Vote>(site: string, votes: Readonly<Record<string, V>>): V | undefined {
  return Object.hasOwn(votes, site) ? votes[site] : undefined;
}

/**
 * The verdict of a test, or undefined while the missing votes could still change it.
 *
 * With `sitesToFail` = k the test fails once k sites failed, and passes once k can't be reached any more. Without it a
 * majority of the sites that reported decides, and at least half of those asked must report. Missing votes are never
 * failures: when no more are to come and they could have turned the verdict, it is `unknown`. Votes that do not count are
 * missing ones that need not be waited for.
 * @param sitesToFail k, or null for the majority; more than the sites asked means all of them
 * @param timeOver true once the lease of the test has run out
 */
export function judge(tally: Tally, sitesToFail: number | null, timeOver: boolean): Verdict | undefined {
  const missing = tally.asked - tally.passed - tally.failed;
  const isLast = timeOver || missing === tally.discounted;
  if (tally.passed + tally.failed === 0) return isLast ? 'unknown' : undefined;
  return sitesToFail === null
    ? judgeByMajority(tally, missing, isLast)
    : judgeByCount(tally, missing, Math.min(sitesToFail, tally.asked), isLast);
}

function judgeByCount(tally: Tally, missing: number, needed: number, isLast: boolean): Verdict | undefined {
  if (tally.failed >= needed) return 'fail';
  if (tally.failed + missing < needed) return 'pass';
  return isLast ? 'unknown' : undefined;
}

function judgeByMajority(tally: Tally, missing: number, isLast: boolean): Verdict | undefined {
  if (2 * tally.failed > tally.asked) return 'fail';
  if (2 * (tally.failed + missing) <= tally.asked) return 'pass';
  if (!isLast) return undefined;
  const reported = tally.passed + tally.failed;
  if (2 * reported < tally.asked) return 'unknown';
  return 2 * tally.failed > reported ? 'fail' : 'pass';
}

import type { LastTest, Monitor, SiteVote } from '@twotwenty/contracts/monitor';
import type { Standing } from '../../status/standing.js';

/** Every site that was asked or has reported, by name; null for one that has not reported. */
export function votesOf(
  { sites }: Pick<Monitor, 'sites'>,
  { votes }: Pick<LastTest, 'votes'>,
): (readonly [site: string, vote: SiteVote | null])[] {
  const names = [...new Set([...sites, ...Object.keys(votes)])].sort();
  return names.map((site) => [site, Object.hasOwn(votes, site) ? (votes[site] ?? null) : null]);
}

interface VoteLook {
  readonly word: string;
  readonly shape: Standing;
  /** What the site saw, or why it has no say. */
  readonly why: string;
}

/** How a vote is shown. */
export function voteLook(vote: SiteVote | null): VoteLook {
  if (vote === null) {
    return { word: 'Missing', shape: 'uninitialized', why: 'No report in time, or it was not asked in this test' };
  }
  const saw = vote.passed ? 'Service ready' : `${vote.phase ?? 'probe'}: ${vote.message ?? vote.code ?? 'failed'}`;
  if (vote.missing !== null) {
    return {
      word: 'Suspect',
      shape: 'warn',
      why: `Does not count, as the site itself was in trouble. It saw ${saw}`,
    };
  }
  return vote.passed ? { word: 'Passed', shape: 'up', why: saw } : { word: 'Failed', shape: 'down', why: saw };
}

import type { LastTest, SiteVote } from '@twotwenty/contracts/monitor';

export interface LastTestFacts {
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** Null when it passed. */
  readonly reason: string | null;
  /** The reply code and the duration of the session that tells most; null when no site has reported it. */
  readonly replyCode: number | null;
  readonly totalMs: number | null;
  /** "2 of 3 sites failed"; null when it says nothing new. */
  readonly sites: string | null;
}

const OUTCOMES = { pass: 'passed', fail: 'failed', unknown: 'unknown' } as const;

/** What a table has room for: of a failed test the session that failed, of any other the slowest one. */
export function lastTestFacts({ verdict, reason, votes }: LastTest): LastTestFacts {
  const all = Object.values(votes).filter(({ missing }) => missing === null);
  const failed = all.filter(({ passed }) => !passed);
  const telling = slowest(verdict === 'fail' && failed.length > 0 ? failed : all);
  return {
    outcome: OUTCOMES[verdict],
    reason: verdict === 'pass' ? null : (reason ?? telling?.message ?? telling?.code ?? 'no reason was given'),
    replyCode: telling?.replyCode ?? null,
    totalMs: telling?.totalMs ?? null,
    sites: all.length > 1 && failed.length > 0 ? `${failed.length} of ${all.length} sites failed` : null,
  };
}

function slowest(votes: readonly SiteVote[]): SiteVote | undefined {
  return votes.toSorted((a, b) => b.totalMs - a.totalMs)[0];
}

const wholeFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fineFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** Milliseconds; below ten with a decimal. */
export function formatMs(ms: number): string {
  return `${(ms < 10 ? fineFormat : wholeFormat).format(ms)} ms`;
}

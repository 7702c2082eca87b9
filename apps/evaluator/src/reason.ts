import type { StoredVote } from '@twotwenty/contracts/monitor';
import type { Verdict } from '@twotwenty/domain/status';
import type { TestRound } from '@twotwenty/domain/test-round';
import { voteKind, voteKinds, type VoteKind } from '@twotwenty/domain/votes';

const MAX_REASON_LENGTH = 512;

/**
 * Why a test came to its verdict, in the words of the sites that saw it fail: `connect: Connection refused`, with the
 * sites' names in front as soon as more than one was asked. Null when there is nothing to say.
 * @param verdict null while the test is open
 * @param masked a failure raises no alert, because something that the monitor depends on is out
 */
export function describeVerdict(round: TestRound<StoredVote>, verdict: Verdict | null, masked: boolean): string | null {
  if (verdict === 'pass' && round.sites.every((site) => voteKind(round.votes[site]) === 'passed')) return null;
  const silent = verdict === 'unknown' ? describeSilent(round) : null;
  const failures = verdict === 'unknown' ? null : withMask(describeFailures(round), masked && verdict === 'fail');
  const said = [silent, failures, describeSuspects(round), describeConfirmation(round, verdict)].filter(
    (part) => part !== null,
  );
  return said.length === 0 ? null : cut(said.join('; '));
}

function describeFailures(round: TestRound<StoredVote>): string | null {
  const { sites, votes } = round;
  const failures = sitesOf(round, 'failed').map((site) => {
    const said = `${votes[site]?.phase ?? 'probe'}: ${votes[site]?.message ?? 'failed'}`;
    return sites.length > 1 ? `${site}: ${said}` : said;
  });
  return failures.length === 0 ? null : cut(failures.join('; '));
}

function withMask(failures: string | null, masked: boolean): string | null {
  return failures !== null && masked ? `${failures} (no alert: a monitor that this one depends on is out)` : failures;
}

function describeSilent(round: TestRound<StoredVote>): string | null {
  const silent = sitesOf(round, 'missing');
  return silent.length === 0 ? null : `no report in time from ${silent.join(', ')}`;
}

function describeSuspects(round: TestRound<StoredVote>): string | null {
  const suspects = sitesOf(round, 'suspect');
  return suspects.length === 0 ? null : `not counted, as the site itself was in trouble: ${suspects.join(', ')}`;
}

/** What came of asking one more site. Nothing where its word was not needed any more, or does not count. */
function describeConfirmation(
  { confirmSite = null, votes }: TestRound<StoredVote>,
  verdict: Verdict | null,
): string | null {
  if (confirmSite === null || verdict === null || verdict === 'unknown') return null;
  const kind = voteKinds([confirmSite], votes)[confirmSite];
  if (kind === 'passed') return `not confirmed by ${confirmSite}`;
  if (kind === 'failed') return `confirmed by ${confirmSite}`;
  return kind === 'missing' && verdict === 'fail' ? `no report in time from ${confirmSite}, asked to confirm it` : null;
}

function sitesOf({ sites, votes }: TestRound<StoredVote>, kind: VoteKind): string[] {
  const kinds = voteKinds(sites, votes);
  return sites.filter((site) => kinds[site] === kind);
}

function cut(text: string): string {
  return text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH - 1)}…` : text;
}

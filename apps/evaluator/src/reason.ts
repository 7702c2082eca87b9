import type { StoredVote } from '@twotwenty/contracts/monitor';

const MAX_REASON_LENGTH = 512;

/**
 * Why a test failed, in the words of the sites that saw it fail: `connect: Connection refused`, with the sites' names in
 * front as soon as more than one was asked. Null when no site saw a failure.
 */
export function describeFailures(sites: readonly string[], votes: Readonly<Record<string, StoredVote>>): string | null {
  const failures = sites.flatMap((site) => {
    const vote = votes[site];
    if (vote === undefined || vote.passed) return [];
    const said = `${vote.phase ?? 'probe'}: ${vote.message ?? 'failed'}`;
    return [sites.length > 1 ? `${site}: ${said}` : said];
  });
  if (failures.length === 0) return null;
  const text = failures.join('; ');
  return text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH - 1)}…` : text;
}

/** Adds to why a test failed, if it did, that the failure raises no alert. */
export function withMask(failures: string | null, masked: boolean): string | null {
  return failures !== null && masked ? `${failures} (no alert: a monitor that this one depends on is out)` : failures;
}

/** How many of the sites that were asked have not answered. */
export function describeMissing(sites: readonly string[], votes: Readonly<Record<string, StoredVote>>): string {
  const missing = sites.filter((site) => !Object.hasOwn(votes, site));
  return `no report in time from ${missing.join(', ')}`;
}

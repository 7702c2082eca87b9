import type { ProbeResult } from '@twotwenty/domain/probe';

// As Postfix, Exim, Sendmail and Exchange put it: "too many connections", "rate limit exceeded", "maximum number of concurrent
// server connections has exceeded a limit".
const SPEAKS_OF_LIMITS =
  /too (many|much|fast|frequent)|rate.?limit|\brate\b.*exceed|exceed.*\brate\b|(connection|session)s?\b.*(limit|exceed)|(limit|maximum|max).*\b(connection|session)s?\b|throttl|slow down/i;

/**
 * Whether a server let a session know that we come too often: 421 at any point (RFC 5321 §3.8), or another refusal as a
 * greeting that speaks of a limit. The text decides about our manners alone, never about the verdict.
 */
export function isTurnedAway({ failure, reply }: ProbeResult): boolean {
  if (failure === null || reply === null) return false;
  if (reply.code === 421) return true;
  return failure.phase === 'greeting' && reply.code >= 400 && SPEAKS_OF_LIMITS.test(reply.lines.join(' '));
}

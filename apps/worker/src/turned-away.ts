import type { ProbeResult } from '@twotwenty/domain/probe';

// As Postfix, Exim, Sendmail and Exchange put it: "too many connections", "rate limit exceeded", "maximum number of concurrent
// server connections has exceeded a limit". The gaps are bounded, for the text comes from outside.
const SPEAKS_OF_LIMITS =
  /too (many|much|fast|frequent)|rate.?limit|\brate\b.{0,80}exceed|exceed.{0,80}\brate\b|(connection|session)s?\b.{0,80}(limit|exceed)|(limit|maximum|max).{0,80}\b(connection|session)s?\b|throttl|slow down/i;
const MAX_TEXT = 1000;

/** How a server has turned a session away: because we come too often, or because it serves nobody for now. */
export type TurnedAway = 'limit' | 'unavailable';

/**
 * Whether a server let a session know that it should come less often: a refusal as a greeting, or 421 at any point (RFC
 * 5321 §3.8), that speaks of a limit; or 421 without, as in a shutdown. The text decides about our manners alone, never
 * about the verdict.
 */
export function turnedAway({ failure, reply }: ProbeResult): TurnedAway | null {
  if (failure === null || reply === null || reply.code < 400) return null;
  if (reply.code !== 421 && failure.phase !== 'greeting') return null;
  if (SPEAKS_OF_LIMITS.test(reply.lines.join(' ').slice(0, MAX_TEXT))) return 'limit';
  return reply.code === 421 ? 'unavailable' : null;
}

import type { Phase, SmtpReply } from '@twotwenty/domain/probe';
import { inBrief, replyInBrief } from './reply-meaning.js';
import type { SessionRecord } from './session-record.js';
import type { ReplyOutcome, Wire } from './wire.js';

/** Sends a command and waits for its reply, which is to be heeded. */
export function command(record: SessionRecord, wire: Wire, line: string): Promise<ReplyOutcome> {
  wire.send(line);
  return wire.readReply(record.watch);
}

/**
 * Takes what waiting for a reply came to, and notes what is sloppy about it.
 *
 * @throws the abort signal's reason
 */
export function heed(record: SessionRecord, phase: Phase, outcome: ReplyOutcome): ReplyOutcome {
  record.watch.throwIfAborted();
  for (const code of outcome.sloppiness) record.note(phase, code, null);
  return outcome;
}

/** Notes what the server sent after the reply, where it had to wait for us. */
export function noteTalkOutOfTurn(record: SessionRecord, wire: Wire, phase: Phase): void {
  if (wire.octetsOutOfTurn > 0) record.note(phase, 'talks-out-of-turn', `${wire.octetsOutOfTurn} octets`);
}

/** What was received, for a message; null if nothing was. */
export function describe(outcome: ReplyOutcome): string | null {
  if (outcome.reply !== null) return replyInBrief(outcome.reply);
  if (outcome.lastSign === null) return null;
  return outcome.lastSign === '' ? 'an empty line' : inBrief(outcome.lastSign);
}

/** True for the one good answer to EHLO and HELO (RFC 5321 §4.3.2). */
export function isWelcome(reply: SmtpReply): boolean {
  return reply.code === 250;
}

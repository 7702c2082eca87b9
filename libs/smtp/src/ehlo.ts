import type { SmtpReply } from '@twotwenty/domain/probe';
import { command, describe, isPositive, noteTalkOutOfTurn } from './dialogue.js';
import { extensionsOf } from './ehlo-extensions.js';
import { replyInBrief } from './reply-meaning.js';
import type { SessionRecord } from './session-record.js';
import type { ReplyOutcome, Wire } from './wire.js';

/**
 * Says EHLO, or HELO where EHLO is not known (RFC 5321 §3.2, §4.1.1.1). Nothing depends on it: trouble is noted.
 */
export async function sayHello(record: SessionRecord, wire: Wire, name: string): Promise<void> {
  const ehlo = await ehloReply(record, wire, name);
  if (ehlo.trouble !== null) record.note('ehlo', ehlo.trouble, describe(ehlo));
  if (ehlo.reply !== null && !isPositive(ehlo.reply)) {
    const helo = ehlo.reply.code >= 500 ? await command(record, wire, 'ehlo', `HELO ${name}`) : null;
    const code = helo?.reply && isPositive(helo.reply) ? 'ehlo-unsupported' : 'ehlo-refused';
    record.note('ehlo', code, replyInBrief(ehlo.reply));
  }
  record.endPhase('ehlo');
}

/** Says EHLO where the session can't do without. @returns the positive reply; null if the record has failed. */
export async function sayNeededHello(record: SessionRecord, wire: Wire, name: string): Promise<SmtpReply | null> {
  const outcome = await ehloReply(record, wire, name);
  record.endPhase('ehlo');
  const { reply, trouble } = outcome;
  if (reply !== null && isPositive(reply)) return reply;
  record.fail('ehlo', trouble ?? 'ehlo-refused', describe(outcome));
  if (reply !== null) record.reply = reply;
  return null;
}

async function ehloReply(record: SessionRecord, wire: Wire, name: string): Promise<ReplyOutcome> {
  const outcome = await command(record, wire, 'ehlo', `EHLO ${name}`);
  noteTalkOutOfTurn(record, wire, 'ehlo');
  record.extensions = outcome.reply !== null && isPositive(outcome.reply) ? extensionsOf(outcome.reply) : null;
  return outcome;
}

import type { SmtpReply } from '@twotwenty/domain/probe';
import { command, describe, heed, isWelcome, noteTalkOutOfTurn } from './dialogue.js';
import { extensionsOf } from './ehlo-extensions.js';
import { replyInBrief } from './reply-meaning.js';
import type { SessionRecord } from './session-record.js';
import type { ReplyOutcome, Wire } from './wire.js';

/**
 * Says EHLO, or HELO where EHLO is not known (RFC 5321 §3.2, §4.1.1.1). Nothing depends on it: trouble is
 * noted.
 */
export async function sayHello(record: SessionRecord, wire: Wire, name: string): Promise<void> {
  const ehlo = await ehloReply(record, wire, name);
  if (ehlo.trouble !== null) noteTrouble(record, ehlo);
  else if (!isWelcome(ehlo.reply)) {
    const isKnown = ehlo.reply.code < 500 || !(await heloIsWelcome(record, wire, name));
    record.note('ehlo', isKnown ? refusalCode(ehlo.reply) : 'ehlo-unsupported', replyInBrief(ehlo.reply));
  }
  record.endPhase('ehlo');
}

/** Says EHLO where the session can't do without. @returns the good reply; null if the record has failed. */
export async function sayNeededHello(record: SessionRecord, wire: Wire, name: string): Promise<SmtpReply | null> {
  const outcome = await ehloReply(record, wire, name);
  record.endPhase('ehlo');
  const { reply, trouble } = outcome;
  if (reply !== null && isWelcome(reply)) return reply;
  record.fail('ehlo', trouble ?? refusalCode(reply), describe(outcome));
  if (reply !== null) record.reply = reply;
  return null;
}

async function ehloReply(record: SessionRecord, wire: Wire, name: string): Promise<ReplyOutcome> {
  const outcome = heed(record, 'ehlo', await command(record, wire, `EHLO ${name}`));
  noteTalkOutOfTurn(record, wire, 'ehlo');
  record.extensions = outcome.reply !== null && isWelcome(outcome.reply) ? extensionsOf(outcome.reply) : null;
  return outcome;
}

async function heloIsWelcome(record: SessionRecord, wire: Wire, name: string): Promise<boolean> {
  const outcome = heed(record, 'ehlo', await command(record, wire, `HELO ${name}`));
  noteTalkOutOfTurn(record, wire, 'ehlo');
  if (outcome.trouble !== null) noteTrouble(record, outcome);
  return outcome.reply !== null && isWelcome(outcome.reply);
}

function noteTrouble(record: SessionRecord, outcome: Extract<ReplyOutcome, { reply: null }>): void {
  // A reply beyond every limit ends the probe, wherever it comes.
  if (outcome.trouble === 'protocol-reply-too-long') record.fail('ehlo', outcome.trouble, describe(outcome));
  else record.note('ehlo', outcome.trouble, describe(outcome));
  record.brokenOff = true;
}

/** 2yz and 3yz refuse nothing: most likely the reply belongs to something else. */
function refusalCode(reply: SmtpReply): 'ehlo-refused' | 'ehlo-unexpected' {
  return reply.code >= 400 && reply.code < 600 ? 'ehlo-refused' : 'ehlo-unexpected';
}

import type { SmtpReply } from '@twotwenty/domain/probe';
import type { AddressGate } from './address-gate.js';
import type { Address } from './address-order.js';
import { type ConnectOutcome, connectToAny } from './connect.js';
import { command, describe, heed, noteTalkOutOfTurn } from './dialogue.js';
import { sayHello } from './ehlo.js';
import type { FailureCode } from '@twotwenty/domain/failure-codes';
import { replyInBrief } from './reply-meaning.js';
import { type Lookup, type Resolution, resolveLiteral, resolveName } from './resolve.js';
import { secure, startTls, type TlsMeans } from './secure.js';
import type { SessionRecord } from './session-record.js';
import type { ReplyOutcome, Wire } from './wire.js';

/** How long to wait for the answer to QUIT, and then for the server to close. */
const QUIT_BUDGET_MS = 2000;
/** A greeting is slow that takes longer than this and so many times the connection. */
const SLOW_GREETING_MS = 1000;
const SLOW_GREETING_CONNECTS = 10;

/** What a session needs besides its target. */
export interface SessionMeans extends TlsMeans {
  readonly lookup: Lookup;
  readonly gate: AddressGate | null;
}

/**
 * Holds one SMTP session (RFC 5321 §3.1, §4.3.2) and writes down in `record` what it shows.
 *
 * @throws the abort signal's reason, or ProbeUnavailableError; the connection is closed then too.
 */
export async function holdSession(record: SessionRecord, means: SessionMeans): Promise<void> {
  const { watch, target, transcript } = record;
  const literal = resolveLiteral(target.host, target.addressFamily);
  const addresses = heedResolution(record, literal ?? (await lookUp(record, means.lookup)));
  if (addresses === null) return;
  const wire = heedConnection(record, await connectToAny(addresses, target.port, watch, transcript, means.gate));
  if (wire === null) return;
  try {
    const mayQuit = (await converse(record, wire, means)) && !wire.talksWithoutEnd;
    watch.limitTo(QUIT_BUDGET_MS, record.phaseEndedAtMs);
    // RFC 5321 §4.1.1.10, after any complete greeting.
    const farewell = mayQuit ? await command(record, wire, 'QUIT') : null;
    if (farewell !== null) heedFarewell(record, farewell);
    await wire.leave(watch, farewell?.trouble === null);
    watch.throwIfAborted();
  } finally {
    wire.drop();
  }
}

/** All that is said before QUIT. @returns false if even QUIT can't be said, as before a greeting. */
async function converse(record: SessionRecord, wire: Wire, means: SessionMeans): Promise<boolean> {
  const { target } = record;
  if (target.security === 'tls' && !(await secure(record, wire, means))) return false;
  // Without a word (RFC 5321 §4.3.1).
  const greeting = heedGreeting(record, wire, await wire.readReply(record.watch));
  if (greeting === null) return false;
  if (record.failed) return true;
  if (target.security === 'starttls') return startTls(record, wire, means);
  if (target.ehloName !== null) await sayHello(record, wire, target.ehloName);
  // AUTH (RFC 4954) and whatever else needs a session go here; a step that fails the record leaves QUIT to be said.
  return true;
}

async function lookUp(record: SessionRecord, lookup: Lookup): Promise<Resolution> {
  const { watch, target } = record;
  const resolution = await resolveName(target.host, target.addressFamily, lookup, watch);
  watch.throwIfAborted();
  record.endPhase('dns');
  return resolution;
}

function heedResolution(record: SessionRecord, resolution: Resolution): readonly Address[] | null {
  if (resolution.addresses === null) record.fail('dns', resolution.code, resolution.detail);
  return resolution.addresses;
}

function heedConnection(record: SessionRecord, outcome: ConnectOutcome): Wire | null {
  if (outcome.wire === null) record.watch.throwIfAborted();
  record.endPhase('connect');
  if (outcome.wire === null) record.fail('connect', outcome.code, outcome.detail);
  else record.address = outcome.wire.address.address;
  return outcome.wire;
}

/** Judges the greeting (RFC 5321 §4.3.1). @returns null if none was completed */
function heedGreeting(record: SessionRecord, wire: Wire, outcome: ReplyOutcome): SmtpReply | null {
  heed(record, 'greeting', outcome);
  record.endPhase('greeting');
  noteTalkOutOfTurn(record, wire, 'greeting');
  const { reply } = outcome;
  if (outcome.trouble !== null) record.fail('greeting', outcome.trouble, describe(outcome));
  if (reply === null) return null;
  record.reply = reply;
  noteSlowness(record);
  const refusal = refusalCode(reply.code);
  if (refusal !== null) record.fail('greeting', refusal, replyInBrief(reply));
  return reply;
}

/** A server that looks up who visits it, and gets no answer, accepts the connection at once and greets late. */
function noteSlowness(record: SessionRecord): void {
  const connectMs = record.durationOf('connect') ?? 0;
  const greetingMs = record.durationOf('greeting') ?? 0;
  if (greetingMs < SLOW_GREETING_MS + SLOW_GREETING_CONNECTS * connectMs) return;
  const detail = `${(greetingMs / 1000).toFixed(1)} s after a connection that took ${connectMs.toFixed(0)} ms`;
  record.note('greeting', 'greeting-slow', detail);
}

/** The failure that the code of a greeting means (RFC 5321 §3.1, §3.8, §4.3.2, RFC 7504); null for 220. */
function refusalCode(code: number): FailureCode | null {
  if (code === 220) return null;
  if (code === 421) return 'greeting-not-available';
  if (code === 521) return 'greeting-no-mail';
  if (code === 554) return 'greeting-no-service';
  if (code >= 400 && code < 500) return 'greeting-temporary';
  if (code >= 500 && code < 600) return 'greeting-permanent';
  return 'greeting-unexpected';
}

/** Judges the answer to QUIT, which should be 221. */
function heedFarewell(record: SessionRecord, outcome: ReplyOutcome): void {
  heed(record, 'quit', outcome);
  record.endPhase('quit');
  const { reply } = outcome;
  if (reply !== null) record.quit = { code: reply.code };
  // A server that has turned the session away owes us no more; 421 even announces that it closes.
  if (record.failed || record.brokenOff || reply?.code === 221) return;
  const code = outcome.trouble ?? 'quit-unexpected';
  if (!record.target.strictQuit) {
    record.note('quit', code, describe(outcome));
    return;
  }
  record.fail('quit', code, describe(outcome));
  if (reply !== null) record.reply = reply;
}

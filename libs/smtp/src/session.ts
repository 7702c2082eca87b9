import type { Phase, SmtpReply } from '@twotwenty/domain/probe';
import { connectToAny } from './connect.js';
import type { FailureCode } from './failure-codes.js';
import { inBrief, replyInBrief } from './reply-meaning.js';
import { type Lookup, resolveLiteral, resolveName } from './resolve.js';
import type { Address } from './address-order.js';
import type { SessionRecord } from './session-record.js';
import type { ReplyOutcome, Wire } from './wire.js';

/** How long to wait for the answer to QUIT, and then for the server to close. */
const QUIT_BUDGET_MS = 2000;

/**
 * Holds one SMTP session (RFC 5321 §3.1, §4.3.2) and writes down in `record` what it shows.
 *
 * @throws the abort signal's reason, or ProbeUnavailableError; the connection is closed then too.
 */
export async function holdSession(record: SessionRecord, lookup: Lookup): Promise<void> {
  const { watch } = record;
  const addresses = await findAddresses(record, lookup);
  const wire = addresses === null ? null : await connect(record, addresses);
  if (wire === null) return;
  try {
    // TLS: an implicit handshake (RFC 8314) goes here, before the greeting.
    const greeting = await awaitGreeting(record, wire);
    if (greeting !== null) {
      // TLS: STARTTLS (RFC 3207) and AUTH (RFC 4954) go after EHLO, and make it a necessity.
      if (!record.failed && record.target.ehloName !== null) {
        await sayHello(record, wire, record.target.ehloName);
        record.endPhase('ehlo');
      }
      await quit(record, wire);
    } else watch.limitTo(QUIT_BUDGET_MS, record.phaseEndedAtMs);
    await wire.leave(watch);
    watch.throwIfAborted();
  } finally {
    wire.drop();
  }
}

async function findAddresses(record: SessionRecord, lookup: Lookup): Promise<readonly Address[] | null> {
  const { watch, target } = record;
  let resolution = resolveLiteral(target.host, target.addressFamily);
  if (resolution === null) {
    resolution = await resolveName(target.host, target.addressFamily, lookup, watch);
    watch.throwIfAborted();
    record.endPhase('dns');
  }
  if (resolution.addresses === null) record.fail('dns', resolution.code, resolution.detail);
  return resolution.addresses;
}

async function connect(record: SessionRecord, addresses: readonly Address[]): Promise<Wire | null> {
  const { watch, target } = record;
  const outcome = await connectToAny(addresses, target.port, watch, record.transcript);
  if (outcome.wire === null) watch.throwIfAborted();
  record.endPhase('connect');
  if (outcome.wire === null) {
    record.fail('connect', outcome.code, outcome.detail);
    return null;
  }
  record.address = outcome.wire.address.address;
  return outcome.wire;
}

/** Waits for the greeting without a word (RFC 5321 §4.3.1). Null if none was completed. */
async function awaitGreeting(record: SessionRecord, wire: Wire): Promise<SmtpReply | null> {
  const outcome = await listen(record, wire, 'greeting');
  record.endPhase('greeting');
  const { reply } = outcome;
  if (outcome.trouble !== null) record.fail('greeting', outcome.trouble, describe(outcome));
  if (reply === null) return null;
  record.reply = reply;
  const refusal = refusalCode(reply.code);
  if (refusal !== null) record.fail('greeting', refusal, replyInBrief(reply));
  return reply;
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

/** Says EHLO, or HELO where EHLO is not known (RFC 5321 §3.2, §4.1.1.1). Nothing depends on it: trouble is noted. */
async function sayHello(record: SessionRecord, wire: Wire, name: string): Promise<void> {
  const ehlo = await command(record, wire, 'ehlo', `EHLO ${name}`);
  if (ehlo.trouble !== null) record.note('ehlo', ehlo.trouble, describe(ehlo));
  if (ehlo.reply === null || isPositive(ehlo.reply)) return;
  const helo = ehlo.reply.code >= 500 ? await command(record, wire, 'ehlo', `HELO ${name}`) : null;
  if (helo?.reply && isPositive(helo.reply)) record.note('ehlo', 'ehlo-unsupported', replyInBrief(ehlo.reply));
  else record.note('ehlo', 'ehlo-refused', replyInBrief(ehlo.reply));
}

/** Leaves with QUIT (RFC 5321 §4.1.1.10) after any complete greeting, and awaits 221 for a short while. */
async function quit(record: SessionRecord, wire: Wire): Promise<void> {
  const { watch, target } = record;
  watch.limitTo(QUIT_BUDGET_MS, record.phaseEndedAtMs);
  const outcome = await command(record, wire, 'quit', 'QUIT');
  record.endPhase('quit');
  const { reply } = outcome;
  if (reply !== null) record.quit = { code: reply.code };
  // A server that has turned the session away owes us no more; 421 even announces that it closes.
  if (record.failed || reply?.code === 221) return;
  const code = outcome.trouble ?? 'quit-unexpected';
  if (!target.strictQuit) {
    record.note('quit', code, describe(outcome));
    return;
  }
  record.fail('quit', code, describe(outcome));
  if (reply !== null) record.reply = reply;
}

function command(record: SessionRecord, wire: Wire, phase: Phase, line: string): Promise<ReplyOutcome> {
  wire.send(line);
  return listen(record, wire, phase);
}

/** Waits for a reply, and notes what is sloppy about it. */
async function listen(record: SessionRecord, wire: Wire, phase: Phase): Promise<ReplyOutcome> {
  const outcome = await wire.readReply(record.watch);
  record.watch.throwIfAborted();
  for (const code of outcome.sloppiness) record.note(phase, code, null);
  if (wire.octetsOutOfTurn > 0 && phase !== 'quit') {
    record.note(phase, 'talks-out-of-turn', `${wire.octetsOutOfTurn} octets`);
  }
  return outcome;
}

/** What was received, for a message; null if nothing was. */
function describe({ reply, lastLine }: ReplyOutcome): string | null {
  if (reply !== null) return replyInBrief(reply);
  return lastLine === null ? null : inBrief(lastLine);
}

function isPositive(reply: SmtpReply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

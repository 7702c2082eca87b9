import { isIP } from 'node:net';
import { PHASES, type Phase, type ProbeResult, type ProbeTarget, type SmtpReply } from '@twotwenty/domain/probe';
import { ANOMALY_CODES, type CodeEntry, FAILURE_CODES } from '@twotwenty/domain/failure-codes';

/** What was asked for, to be compared with what the result says. */
export interface Asked {
  readonly target: ProbeTarget;
  readonly maxTestDurationMs: number;
}

const PRINTABLE = /^[\x20-\x7e]*$/;
const VISIBLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
const COMMAND = /^(?:(?:EHLO|HELO) [\x21-\x7e]+|STARTTLS|QUIT)$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
const MAX_TRANSCRIPT = 4096;
const MAX_MESSAGE = 1000;
/** 64 KiB, of which every octet may be escaped as `\xNN`. */
const MAX_REPLY = 4 * 65_536;
/** The clock is rounded to the microsecond, once for each phase. */
const ROUNDING_MS = 0.01;
/** How far the deadline may be overrun by what the event loop does meanwhile. */
export const LATE_MS = 50;

/** What becomes null when these phases were not reached; each needs the one before it. */
const NEEDS: readonly (readonly [keyof ProbeResult['timings'], keyof ProbeResult['timings']])[] = [
  ['greetingMs', 'connectMs'],
  ['ehloMs', 'greetingMs'],
  ['tlsMs', 'connectMs'],
  ['quitMs', 'greetingMs'],
];

/**
 * What is wrong with a result in itself: the invariants that hold whatever a server does. For tests and the fuzzer.
 *
 * @param lateMs how far over the deadline `totalMs` may be
 * @returns one sentence for each flaw; empty for a well-formed result.
 */
export function flawsOf(result: ProbeResult, asked: Asked, lateMs = LATE_MS): string[] {
  return [
    ...verdictFlaws(result),
    ...replyFlaws(result),
    ...timingFlaws(result, asked, lateMs),
    ...transcriptFlaws(result),
    ...tlsFlaws(result, asked.target),
    ...targetFlaws(result, asked.target),
    ...unprintableText(result),
  ];
}

function verdictFlaws({ ok, failure, anomalies, timings }: ProbeResult): string[] {
  const flaws: string[] = [];
  if (ok !== (failure === null)) flaws.push(`ok is ${ok}, but the failure is ${failure?.code ?? 'null'}`);
  if (failure !== null) flaws.push(...codeFlaws('failure', failure, FAILURE_CODES));
  for (const anomaly of anomalies) flaws.push(...codeFlaws('anomaly', anomaly, ANOMALY_CODES));
  const noted = anomalies.map(({ phase, code }) => `${phase} ${code}`);
  if (new Set(noted).size !== noted.length) flaws.push(`an anomaly is noted twice: ${noted.join(', ')}`);
  for (const { phase } of [...anomalies, ...(failure === null ? [] : [failure])]) {
    const timing = { starttls: 'ehloMs', auth: 'ehloMs', dns: 'dnsMs' }[phase as string] ?? `${phase}Ms`;
    // A phase that was not needed has no time; one in which something happened has.
    if (phase !== 'dns' && timings[timing as keyof typeof timings] === null) {
      flaws.push(`something happened in phase ${phase}, but ${timing} is null`);
    }
  }
  return flaws;
}

function codeFlaws(
  what: string,
  { phase, code, message }: { readonly phase: Phase; readonly code: string; readonly message: string },
  table: Readonly<Record<string, CodeEntry>>,
): string[] {
  const entry = Object.hasOwn(table, code) ? table[code] : undefined;
  if (entry === undefined) return [`the ${what} ${code} is in no table`];
  const flaws: string[] = [];
  if (!PHASES.includes(phase)) flaws.push(`the ${what} ${code} names the phase ${phase}, which there is not`);
  if (!entry.phases.includes(phase)) flaws.push(`the ${what} ${code} may not come in phase ${phase}`);
  if (!message.startsWith(entry.meaning) || !message.endsWith('.')) flaws.push(`the ${what} ${code} says: ${message}`);
  if (message.length > MAX_MESSAGE) flaws.push(`the message of the ${what} ${code} has ${message.length} characters`);
  return flaws;
}

/** The codes of a greeting that a failure stands for. */
const GREETINGS: Readonly<Record<string, (code: number) => boolean>> = {
  'greeting-not-available': (code) => code === 421,
  'greeting-temporary': (code) => code >= 400 && code < 500 && code !== 421,
  'greeting-no-service': (code) => code === 554,
  'greeting-no-mail': (code) => code === 521,
  'greeting-permanent': (code) => code >= 500 && code < 600 && code !== 554 && code !== 521,
  'greeting-unexpected': (code) => code !== 220 && (code < 400 || code > 599),
};

function replyFlaws({ ok, failure, reply, quit, timings }: ProbeResult): string[] {
  const flaws: string[] = [];
  if (reply !== null) flaws.push(...oneReplyFlaws(reply));
  const isGreeting = failure === null || failure.code.startsWith('greeting-');
  if (ok && reply?.code !== 220) flaws.push(`passed with the reply ${reply?.code ?? 'null'}`);
  if (failure !== null && isGreeting && (reply === null || !GREETINGS[failure.code]?.(reply.code))) {
    flaws.push(`${failure.code} with the reply ${reply?.code ?? 'null'}`);
  }
  if (failure?.phase === 'greeting' && !isGreeting && reply !== null) {
    flaws.push(`${failure.code} in the greeting, but there is a reply ${reply.code}`);
  }
  if (failure?.code === 'quit-unexpected' && (reply?.code !== quit?.code || quit?.code === 221)) {
    flaws.push(`quit-unexpected with the reply ${reply?.code ?? 'null'} and quit ${quit?.code ?? 'null'}`);
  }
  if (quit !== null && timings.quitMs === null) flaws.push('QUIT was answered in a phase that was not reached');
  if (quit !== null && !isReplyCode(quit.code)) flaws.push(`quit has the code ${quit.code}`);
  return flaws;
}

function oneReplyFlaws({ code, lines, enhancedCode }: SmtpReply): string[] {
  const flaws: string[] = [];
  if (!isReplyCode(code)) flaws.push(`the reply has the code ${code}`);
  if (lines.length < 1 || lines.length > 511) flaws.push(`the reply has ${lines.length} lines`);
  if (lines.join('').length > MAX_REPLY) flaws.push(`the reply has ${lines.join('').length} characters`);
  if (enhancedCode === null) return flaws;
  const first = lines[0] ?? '';
  const isAtStart = first === enhancedCode || first.startsWith(`${enhancedCode} `);
  const hasForm = /^[245]\.\d{1,3}\.\d{1,3}$/.test(enhancedCode) && enhancedCode[0] === String(code)[0];
  if (!isAtStart || !hasForm) flaws.push(`the reply ${code} ${first} has the enhanced code ${enhancedCode}`);
  return flaws;
}

function isReplyCode(code: number): boolean {
  return Number.isInteger(code) && code >= 0 && code <= 999;
}

function timingFlaws({ timings, failure }: ProbeResult, { maxTestDurationMs }: Asked, lateMs: number): string[] {
  const flaws: string[] = [];
  const { totalMs, ...phases } = timings;
  const reached = Object.entries(phases).filter((entry): entry is [string, number] => entry[1] !== null);
  for (const [name, ms] of [...reached, ['totalMs', totalMs] as const]) {
    if (!(Number.isFinite(ms) && ms >= 0)) flaws.push(`${name} is ${ms}`);
  }
  const sum = reached.reduce((total, [, ms]) => total + ms, 0);
  if (Math.abs(sum - totalMs) > ROUNDING_MS) flaws.push(`the phases took ${sum} ms, and all ${totalMs} ms`);
  if (totalMs > maxTestDurationMs + lateMs) flaws.push(`took ${totalMs} ms of ${maxTestDurationMs} ms`);
  for (const [name, needed] of NEEDS) {
    if (timings[name] !== null && timings[needed] === null) flaws.push(`${name} without ${needed}`);
  }
  const failedEarly = failure?.phase === 'dns' || failure?.phase === 'connect';
  if (failedEarly && timings.greetingMs !== null) flaws.push(`failed in phase ${failure.phase}, but went on`);
  return flaws;
}

function transcriptFlaws({ transcript, timings, ok }: ProbeResult): string[] {
  const flaws: string[] = [];
  const length = transcript.reduce((total, { text }) => total + text.length, 0);
  if (length > MAX_TRANSCRIPT) flaws.push(`the transcript has ${length} characters`);
  let lastAtMs = 0;
  for (const { atMs, direction, text } of transcript) {
    if (!(atMs >= lastAtMs)) flaws.push(`the transcript goes back from ${lastAtMs} to ${atMs} ms`);
    lastAtMs = atMs;
    if (!['<', '>', '*'].includes(direction)) flaws.push(`the transcript has the direction ${direction}`);
    if (direction === '>' && !COMMAND.test(text)) flaws.push(`the transcript says that we sent: ${text}`);
  }
  const sent = transcript.filter(({ direction }) => direction === '>').map(({ text }) => text);
  if (sent.slice(0, -1).includes('QUIT')) flaws.push(`QUIT is not the last that was sent: ${sent.join(', ')}`);
  if (sent.includes('QUIT') && timings.quitMs === null) flaws.push('QUIT was sent in a phase that was not reached');
  // An answer to QUIT can be missing, but a server that greeted well and is still there is never left without a word.
  if (ok && timings.quitMs === null) flaws.push('passed without QUIT');
  return flaws;
}

function tlsFlaws({ ok, failure, tls, timings, extensions }: ProbeResult, target: ProbeTarget): string[] {
  const flaws: string[] = [];
  if (extensions !== null && timings.ehloMs === null) flaws.push('extensions of a phase that was not reached');
  if (target.security === 'none') {
    if (tls !== null || timings.tlsMs !== null) flaws.push('TLS where none was asked for');
    return flaws;
  }
  if (ok && tls === null) flaws.push('passed without TLS, which was asked for');
  if (ok && target.tls.certificate === 'require' && tls?.valid === false) flaws.push('passed with a bad certificate');
  if (failure?.code.startsWith('certificate-') && tls === null) flaws.push(`${failure.code} without a certificate`);
  if (tls === null) return flaws;
  if (timings.tlsMs === null) flaws.push('a handshake in a phase that was not reached');
  if (!/^TLSv1(?:\.[1-3])?$/.test(tls.protocol)) flaws.push(`the protocol is ${tls.protocol}`);
  if (!/^[A-Z0-9_-]+$/.test(tls.cipher)) flaws.push(`the cipher is ${tls.cipher}`);
  const { certificate, issuers } = tls;
  if (certificate.names.length > 100 || issuers.length > 10) flaws.push('more names or issuers than there may be');
  if (!Number.isInteger(certificate.daysLeft)) flaws.push(`${certificate.daysLeft} days are left`);
  for (const { notBefore, notAfter, fingerprint } of [certificate, ...issuers]) {
    if (!ISO_DATE.test(notBefore) || !ISO_DATE.test(notAfter)) flaws.push(`the dates ${notBefore} and ${notAfter}`);
    if (!/^[0-9a-f]{64}$/i.test(fingerprint)) flaws.push(`the fingerprint ${fingerprint}`);
  }
  return flaws;
}

function targetFlaws({ target, timings, failure }: ProbeResult, asked: ProbeTarget): string[] {
  const flaws: string[] = [];
  const { host, port, security, address } = target;
  if (host !== asked.host || port !== asked.port || security !== asked.security) flaws.push('another target');
  if (address !== null && isIP(address) === 0) flaws.push(`the address is ${address}`);
  const connected = timings.connectMs !== null && failure?.phase !== 'connect';
  if (connected !== (address !== null)) flaws.push(`the address is ${address ?? 'null'}, connected: ${connected}`);
  if ((timings.dnsMs === null) !== (isIP(asked.host) !== 0)) flaws.push(`dnsMs is ${timings.dnsMs}`);
  return flaws;
}

/** What is said of certificates, whose names may be of any script. */
const ANY_SCRIPT = /^certificate-/;

/** Text that could do harm where it is shown. Where certificates are quoted it may be of any script, but visible. */
function unprintableText(result: ProbeResult): string[] {
  const { tls, failure, anomalies, transcript, target, ...rest } = result;
  const told = [...anomalies, ...(failure === null ? [] : [failure])];
  const visible = [
    tls,
    told.filter(({ code }) => ANY_SCRIPT.test(code)),
    transcript.filter(({ direction }) => direction === '*'),
  ];
  const ascii = [
    rest,
    told.filter(({ code }) => !ANY_SCRIPT.test(code)),
    transcript.filter(({ direction }) => direction !== '*'),
    target.address,
  ];
  return [...stringsNotLike(visible, VISIBLE), ...stringsNotLike(ascii, PRINTABLE)].map(
    (text) => `not printable: ${JSON.stringify(text)}`,
  );
}

function stringsNotLike(value: unknown, pattern: RegExp): string[] {
  if (typeof value === 'string') return pattern.test(value) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((each) => stringsNotLike(each, pattern));
}

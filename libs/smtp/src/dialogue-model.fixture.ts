import type { ProbeResult, ProbeTarget } from '@twotwenty/domain/probe';

/** What a stretch of octets from a server is, by RFC 5321 §4.2: written apart from the parser, to check it. */
export type ModelReply =
  | { readonly kind: 'reply'; readonly code: number; readonly lines: readonly string[]; readonly octets: number }
  | { readonly kind: 'flaw'; readonly code: string }
  | { readonly kind: 'incomplete'; readonly octets: number; readonly plausible: boolean };

const MAX_OCTETS = 65_536;
const MAX_LINES = 512;

/** Reads the first reply in `octets` (one character per octet), all of it at once. */
export function modelReply(octets: string): ModelReply {
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    const lineFeed = octets.indexOf('\n', at);
    const end = lineFeed === -1 ? octets.length : lineFeed + 1;
    if (end >= MAX_OCTETS) return { kind: 'flaw', code: 'protocol-reply-too-long' };
    if (lineFeed === -1) {
      const rest = octets.slice(at);
      const plausible = /^\d{0,3}$|^\d{3}(?:\r$|[ -])/.test(rest);
      return { kind: 'incomplete', octets: octets.length, plausible };
    }
    const line = octets.slice(at, lineFeed).replace(/\r$/, '');
    at = end;
    if (!/^[0-9]{3}(?:$|[ -])/.test(line)) return { kind: 'flaw', code: 'protocol-not-smtp' };
    if (lines.length > 0 && !line.startsWith(lines[0]?.slice(0, 3) ?? '')) {
      return { kind: 'flaw', code: 'protocol-mixed-codes' };
    }
    lines.push(line);
    if (lines.length >= MAX_LINES) return { kind: 'flaw', code: 'protocol-reply-too-long' };
    if (line[3] === '-') continue;
    return {
      kind: 'reply',
      code: Number(line.slice(0, 3)),
      lines: lines.map((each) => escaped(each.slice(4))),
      octets: at,
    };
  }
}

function escaped(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return [...text].map((each) => (each >= ' ' && each <= '~' ? each : hex(each))).join('');
}

function hex(character: string): string {
  return `\\x${(character.charCodeAt(0) + 0x100).toString(16).slice(1)}`;
}

/** What a server did in clear text: what it sent, in any segmentation, until it closed, reset or fell silent. */
export interface ServerSide {
  readonly octets: string;
  readonly end: 'closed' | 'reset' | 'silent';
}

/** Failures that say that the time was up. */
const TIME_UP = ['server-silent', 'server-dribbling', 'tls-timeout', 'connect-timeout', 'dns-timeout'];
/** Failures that say that the server closed. */
const CLOSED = ['server-closed', 'server-closed-mid-reply'];
/** The answer to QUIT has a budget of its own inside the deadline. */
const QUIT_BUDGET_MS = 2000;

/**
 * What in the greeting's part of a result contradicts the model. Not for implicit TLS, whose greeting is not in clear
 * text. Where the deadline or a reset came in between, not all that was sent need have arrived.
 */
export function greetingContradictions(result: ProbeResult, server: ServerSide, maxTestDurationMs: number): string[] {
  const { failure, reply, timings } = result;
  const hadTime = timings.totalMs < maxTestDurationMs - 1;
  if (failure !== null && TIME_UP.includes(failure.code)) {
    const wasEarly = hadTime && !(failure.phase === 'quit' && (timings.quitMs ?? 0) >= QUIT_BUDGET_MS - 1);
    return wasEarly ? [`${failure.code} after ${timings.totalMs} ms of ${maxTestDurationMs} ms`] : [];
  }
  if (failure?.phase === 'dns' || failure?.phase === 'connect') return [];
  if (failure?.code === 'connection-reset' && server.end !== 'reset') return ['connection-reset, but nobody reset it'];
  const isOfGreeting = failure?.phase === 'greeting';
  if (isOfGreeting && CLOSED.includes(failure.code) && server.end === 'silent') {
    return [`${failure.code}, but nobody closed it`];
  }
  // What was sent before a reset may be lost, and libuv reports an end in its place when it has read just before.
  const mayLackOctets = !hadTime || server.end === 'reset';
  if (mayLackOctets && failure !== null && !failure.code.startsWith('greeting-')) return [];
  const expected = modelReply(server.octets);
  const verdict = isOfGreeting ? failure.code : GOOD;
  if (expected.kind !== 'reply') {
    const code = expected.kind === 'flaw' ? expected.code : codeOfIncomplete(expected);
    return verdict === code ? [] : [`${verdict} in place of ${code}`];
  }
  if (verdictOfGreeting(expected.code) !== verdict) return [`${verdict}, but the greeting was ${expected.code}`];
  const isTheGreeting = failure === null || isOfGreeting;
  if (!isTheGreeting || reply?.lines.join('\n') === expected.lines.join('\n')) return [];
  return [`the greeting reads ${JSON.stringify(reply)} in place of ${JSON.stringify(expected.lines)}`];
}

const GOOD = 'a greeting of 220';

function codeOfIncomplete({ octets, plausible }: { readonly octets: number; readonly plausible: boolean }): string {
  if (!plausible) return 'protocol-not-smtp';
  return octets === 0 ? 'server-closed' : 'server-closed-mid-reply';
}

function verdictOfGreeting(code: number): string {
  const special: Readonly<Record<number, string>> = {
    220: GOOD,
    421: 'greeting-not-available',
    521: 'greeting-no-mail',
    554: 'greeting-no-service',
  };
  const byClass: Readonly<Record<number, string>> = { 4: 'greeting-temporary', 5: 'greeting-permanent' };
  return special[code] ?? byClass[Math.floor(code / 100)] ?? 'greeting-unexpected';
}

/** What the server heard. */
export interface Heard {
  /** In clear text, one character per octet; what came of a handshake included. */
  readonly plain: string;
  /** Inside TLS; null without a handshake. */
  readonly secured: string | null;
  /** What the server had sent in clear text when it heard the first octet; null if it heard nothing. */
  readonly sentBefore: string | null;
}

const HELLO = String.raw`EHLO [\x21-\x7e]+\r\n(?:HELO [\x21-\x7e]+\r\n)?`;
/** A TLS record of type handshake; what follows it is not looked at. */
const HANDSHAKE = String.raw`\x16\x03[^]*`;

/** All of a text. */
const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`);
const AFTER_HANDSHAKE = whole(`(?:${HELLO})?(?:QUIT\r\n)?`);

/** What a client may say in clear text and inside TLS, by the security that was asked for. */
const GRAMMARS = {
  none: { plain: whole(`(?:${HELLO})?(?:QUIT\r\n)?`), secured: whole('') },
  starttls: {
    plain: whole(`(?:${HELLO})?(?:QUIT\r\n|STARTTLS\r\n(?:QUIT\r\n|${HANDSHAKE})?)?`),
    secured: AFTER_HANDSHAKE,
  },
  tls: { plain: whole(`(?:${HANDSHAKE})?`), secured: AFTER_HANDSHAKE },
};

/** What was said against the rules: RFC 5321 §4.3.1 (nothing before the greeting), §4.1.1.10, RFC 3207 §4. */
export function speechFlaws({ plain, secured, sentBefore }: Heard, target: ProbeTarget): string[] {
  const flaws: string[] = [];
  const grammar = GRAMMARS[target.security];
  if (!grammar.plain.test(plain)) flaws.push(`said in clear text: ${JSON.stringify(plain.slice(0, 200))}`);
  if (secured !== null && !grammar.secured.test(secured)) {
    flaws.push(`said inside TLS: ${JSON.stringify(secured.slice(0, 200))}`);
  }
  if (target.security === 'none' && target.ehloName === null && plain.startsWith('EHLO')) flaws.push('EHLO, unasked');
  const names = `${plain}${secured ?? ''}`.match(/(?<=(?:EHLO|HELO) )[\x21-\x7e]+/g) ?? [];
  if (target.ehloName !== null && names.some((name) => name !== target.ehloName)) {
    flaws.push(`the name was ${names.join(', ')}`);
  }
  if (sentBefore !== null && target.security !== 'tls' && modelReply(sentBefore).kind !== 'reply') {
    flaws.push(`spoke before the greeting was complete: ${JSON.stringify(plain.slice(0, 40))}`);
  }
  return flaws;
}

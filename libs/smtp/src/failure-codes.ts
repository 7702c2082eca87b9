import type { Phase } from '@twotwenty/domain/probe';

/** What a failure or anomaly code stands for. */
export interface CodeEntry {
  /** The phases in which the code may appear. */
  readonly phases: readonly Phase[];
  /** A sentence without its full stop; the details of the case are added after a colon. */
  readonly meaning: string;
  /** What an administrator should look at. */
  readonly lookAt: string;
}

/** Troubles of a connection that is up. Failures where the reply was needed, anomalies where it was not. */
const CONVERSATION_CODES = {
  'server-silent': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The server sent nothing until the time was up',
    lookAt: 'Whether the mail server is overloaded, hangs in a reverse DNS lookup, or speaks only TLS on this port.',
  },
  'server-dribbling': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The server began a reply but did not complete it until the time was up',
    lookAt: 'Load of the mail server, tarpitting or greeting delays, and a last line with "220-" in place of "220 ".',
  },
  'server-closed': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The server closed the connection without a reply',
    lookAt:
      "The mail server's log: access lists, connection limits, a proxy whose backend is down, a crash on connect.",
  },
  'server-closed-mid-reply': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The server closed the connection in the middle of a reply',
    lookAt: "The mail server's log for a crash, and the configured greeting for a missing last line or line end.",
  },
  'connection-reset': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The connection was reset',
    lookAt: 'A firewall or proxy between the probe and the server, connection limits, and a crash of the mail server.',
  },
  'protocol-not-smtp': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The server sent something that is not an SMTP reply',
    lookAt: 'Which service listens on this port; it may be another one, or a proxy that answers by itself.',
  },
  'protocol-mixed-codes': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The lines of one reply carry different codes, against RFC 5321 section 4.2.1',
    lookAt: 'The configured greeting of the mail server, and software that answers in its place.',
  },
  'protocol-reply-too-long': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'The reply reached 64 KiB or 512 lines and was given up',
    lookAt: 'Which service listens on this port, and the configured greeting of the mail server.',
  },
} as const satisfies Record<string, CodeEntry>;

/** Answers to QUIT that are wrong. Failures only with `strictQuit`. */
const QUIT_CODES = {
  'quit-unexpected': {
    phases: ['quit'],
    meaning: 'QUIT was answered by another code than 221',
    lookAt: 'Software between the probe and the server that rewrites replies, and a server that replies twice.',
  },
} as const satisfies Record<string, CodeEntry>;

/** Every way in which a probe can fail. The keys are stable: people filter by them. */
export const FAILURE_CODES = {
  'dns-not-found': {
    phases: ['dns'],
    meaning: 'The name does not exist',
    lookAt: 'The spelling of the host, and its A and AAAA records as the machine of the probe sees them.',
  },
  'dns-no-address': {
    phases: ['dns'],
    meaning: 'The host has no address of the family asked for',
    lookAt: 'The A and AAAA records of the host, and the address family of the monitor.',
  },
  'dns-timeout': {
    phases: ['dns'],
    meaning: 'The name lookup did not end in time',
    lookAt: 'The resolvers configured where the probe runs, and the name servers of the domain.',
  },
  'dns-failed': {
    phases: ['dns'],
    meaning: 'The name lookup failed',
    lookAt: 'The resolvers configured where the probe runs, and the name servers of the domain.',
  },
  'connect-refused': {
    phases: ['connect'],
    meaning: 'The connection was refused',
    lookAt: 'Whether the mail server runs and listens on this address and port, and firewalls that reject.',
  },
  'connect-unreachable': {
    phases: ['connect'],
    meaning: 'The network or host is unreachable',
    lookAt: 'Routes and IPv6 connectivity of the machine of the probe, and whether the host is up.',
  },
  'connect-timeout': {
    phases: ['connect'],
    meaning: 'The connection was not established in time',
    lookAt: 'Whether the host is up, and firewalls that drop packets; many networks block outgoing port 25.',
  },
  'connect-failed': {
    phases: ['connect'],
    meaning: 'The connection could not be established',
    lookAt: 'The error named, and local firewall rules on the machine of the probe.',
  },
  'greeting-not-available': {
    phases: ['greeting'],
    meaning: 'The server greeted with 421, service not available for now',
    lookAt: 'Whether the mail server is shutting down, overloaded, or limits the connections of the probe.',
  },
  'greeting-temporary': {
    phases: ['greeting'],
    meaning: 'The server turned the session away for now (temporary, 4yz)',
    lookAt: "The reply's text and the mail server's log: rate limits, greylisting, lack of resources.",
  },
  'greeting-no-service': {
    phases: ['greeting'],
    meaning: 'The server greeted with 554, no SMTP service here (permanent)',
    lookAt: 'Access lists and block lists on the mail server that cover the address of the probe.',
  },
  'greeting-no-mail': {
    phases: ['greeting'],
    meaning: 'The server greeted with 521, host does not accept mail (permanent, RFC 7504)',
    lookAt: 'Whether this host should accept mail at all, and the MX records that lead to it.',
  },
  'greeting-permanent': {
    phases: ['greeting'],
    meaning: 'The server turned the session away (permanent, 5yz)',
    lookAt: "The reply's text and the mail server's log: access lists, block lists, reverse DNS of the probe.",
  },
  'greeting-unexpected': {
    phases: ['greeting'],
    meaning: 'The server greeted with a code that is neither 220 nor a refusal',
    lookAt: 'Which service listens on this port: FTP and other protocols use replies of the same form.',
  },
  ...CONVERSATION_CODES,
  ...QUIT_CODES,
} as const satisfies Record<string, CodeEntry>;

/** What a server did that is not right and yet no failure. A code that is also a failure means the same here. */
export const ANOMALY_CODES = {
  'bare-line-feed': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'A reply line ended with LF instead of CRLF, against RFC 5321 section 2.3.8',
    lookAt: 'The configured greeting of the mail server, and software that answers in its place.',
  },
  'line-too-long': {
    phases: ['greeting', 'ehlo', 'quit'],
    meaning: 'A reply line was longer than 512 octets, against RFC 5321 section 4.5.3.1.5',
    lookAt: 'The configured greeting of the mail server; some clients will refuse it.',
  },
  'talks-out-of-turn': {
    phases: ['greeting', 'ehlo'],
    meaning: 'The server sent more after its reply, before the next command',
    lookAt: 'A greeting whose lines all begin with "220 ", which are several replies; all but the last need "220-".',
  },
  'ehlo-refused': {
    phases: ['ehlo'],
    meaning: 'The server refused EHLO',
    lookAt: 'The EHLO name of the monitor, and what the mail server demands of it.',
  },
  'ehlo-unsupported': {
    phases: ['ehlo'],
    meaning: 'The server knows HELO only, against RFC 5321 section 2.2.1',
    lookAt: 'Software in front of the mail server that filters commands ("SMTP fixup"), or a very old server.',
  },
  ...CONVERSATION_CODES,
  ...QUIT_CODES,
} as const satisfies Record<string, CodeEntry>;

export type ConversationCode = keyof typeof CONVERSATION_CODES;
export type FailureCode = keyof typeof FAILURE_CODES;
export type AnomalyCode = keyof typeof ANOMALY_CODES;

/**
 * Looks up a code of a result, which may come from another version of this library.
 *
 * @returns the entry, or null for a code that is not known here.
 */
export function explainCode(code: string): CodeEntry | null {
  const all: Readonly<Record<string, CodeEntry>> = { ...ANOMALY_CODES, ...FAILURE_CODES };
  return Object.hasOwn(all, code) ? (all[code] ?? null) : null;
}

/** One sentence for an administrator: the meaning of a code with the details of the case. */
export function sentence(meaning: string, detail: string | null): string {
  return detail === null ? `${meaning}.` : `${meaning}: ${detail.replace(/\.$/, '')}.`;
}

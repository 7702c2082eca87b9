import type { Phase } from './probe.js';

/** What a failure or anomaly code stands for. */
export interface CodeEntry {
  /** The phases in which the code may appear. */
  readonly phases: readonly Phase[];
  /** A sentence without its full stop; the details of the case are added after a colon. */
  readonly meaning: string;
  /** What an administrator should look at. */
  readonly lookAt: string;
}

/** Where a reply is awaited. */
const CONVERSATION_PHASES = ['greeting', 'ehlo', 'starttls', 'quit'] as const satisfies readonly Phase[];

/** Troubles of a connection that is up. Failures where the reply was needed, anomalies where it was not. */
const CONVERSATION_CODES = {
  'server-silent': {
    phases: CONVERSATION_PHASES,
    meaning: 'The server sent nothing until the time was up',
    lookAt: 'Whether the mail server is overloaded, hangs in a reverse DNS lookup, or speaks only TLS on this port.',
  },
  'server-dribbling': {
    phases: CONVERSATION_PHASES,
    meaning: 'The server began a reply but did not complete it until the time was up',
    lookAt:
      'Load of the mail server, tarpitting or greeting delays, a last line with "220-" in place of "220 ", and lines that ' +
      'end with CR alone, which the message shows as \\x0d.',
  },
  'server-closed': {
    phases: CONVERSATION_PHASES,
    meaning: 'The server closed the connection without a reply',
    lookAt:
      "The mail server's log: access lists, connection limits, a proxy whose backend is down, a crash on connect.",
  },
  'server-closed-mid-reply': {
    phases: CONVERSATION_PHASES,
    meaning: 'The server closed the connection in the middle of a reply',
    lookAt: "The mail server's log for a crash, and the configured greeting for a missing last line or line end.",
  },
  'connection-reset': {
    phases: [...CONVERSATION_PHASES, 'tls'],
    meaning: 'The connection was reset',
    lookAt: 'A firewall or proxy between the probe and the server, connection limits, and a crash of the mail server.',
  },
  'tls-broken': {
    phases: CONVERSATION_PHASES,
    meaning: 'The encrypted connection broke',
    lookAt: "The mail server's log: a client certificate that it demands, devices in between that inspect TLS.",
  },
  'protocol-not-smtp': {
    phases: CONVERSATION_PHASES,
    meaning: 'The server sent something that is not an SMTP reply',
    lookAt: 'Which service listens on this port; it may be another one, or a proxy that answers by itself.',
  },
  'protocol-mixed-codes': {
    phases: CONVERSATION_PHASES,
    meaning: 'The lines of one reply carry different codes, against RFC 5321 section 4.2.1',
    lookAt: 'The configured greeting of the mail server, and software that answers in its place.',
  },
  'protocol-reply-too-long': {
    phases: CONVERSATION_PHASES,
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

/** Answers to EHLO that are wrong. Failures only where EHLO was needed. */
const EHLO_CODES = {
  'ehlo-refused': {
    phases: ['ehlo'],
    meaning: 'The server refused EHLO',
    lookAt: 'The EHLO name of the monitor and what the mail server demands of it; with 4yz its load and its limits.',
  },
  'ehlo-unexpected': {
    phases: ['ehlo'],
    meaning: 'EHLO was answered by a code that is neither 250 nor a refusal',
    lookAt:
      'A server that greets twice, whose second greeting is taken for the answer; software that rewrites replies.',
  },
} as const satisfies Record<string, CodeEntry>;

/** What can be wrong with a certificate. Failures or anomalies, as the policy of the monitor says. */
const CERTIFICATE_CODES = {
  'certificate-expired': {
    phases: ['tls'],
    meaning: "The server's certificate has expired",
    lookAt: 'The renewal of the certificate, and whether the mail server was reloaded after it.',
  },
  'certificate-not-yet-valid': {
    phases: ['tls'],
    meaning: "The server's certificate is not valid yet",
    lookAt: 'The clocks of the machine of the probe and of the one that issued the certificate.',
  },
  'certificate-wrong-name': {
    phases: ['tls'],
    meaning: "The server's certificate is made out to other names",
    lookAt: 'Which certificate the mail server is configured with, and whether the monitor should name the host by it.',
  },
  'certificate-self-signed': {
    phases: ['tls'],
    meaning: "The server's certificate is signed by itself",
    lookAt: 'Whether a certificate of a public authority should be installed; if not, set the policy to report only.',
  },
  'certificate-untrusted': {
    phases: ['tls'],
    meaning: "The server's certificate leads to no authority that is trusted here",
    lookAt:
      'Whether the mail server sends its intermediate certificates; for an authority of your own, NODE_EXTRA_CA_CERTS.',
  },
  'certificate-wrong-purpose': {
    phases: ['tls'],
    meaning: "The server's certificate is not made for servers",
    lookAt: 'Its extended key usage, which must allow TLS server authentication: have it issued anew.',
  },
  'certificate-chain-invalid': {
    phases: ['tls'],
    meaning: "The server's certificate, or one above it, breaks the rules for certificates",
    lookAt: 'The error named; often an intermediate certificate has expired and the mail server still sends it.',
  },
  'certificate-expires-within-limit': {
    phases: ['tls'],
    meaning: "The server's certificate expires within the days that the monitor sets as its limit",
    lookAt: 'The renewal of the certificate, and whether the mail server was reloaded after it.',
  },
  'certificate-weak': {
    phases: ['tls'],
    meaning: "The server's certificate is too weak to be trusted",
    lookAt: 'Its key (at least RSA 2048 or EC 224 bits) and its signature (SHA-2): have it issued anew.',
  },
} as const satisfies Record<string, CodeEntry>;

/** Ways in which STARTTLS (RFC 3207) and the handshake can fail. */
const TLS_CODES = {
  'starttls-not-offered': {
    phases: ['starttls'],
    meaning: 'The server does not offer STARTTLS',
    lookAt:
      'Whether TLS is configured on the mail server, and devices in between that remove STARTTLS from its replies.',
  },
  'starttls-refused': {
    phases: ['starttls'],
    meaning: 'The server offered STARTTLS but refused it',
    lookAt: "The mail server's log: certificate or key that cannot be read, TLS library, lack of resources.",
  },
  'starttls-injection': {
    phases: ['starttls'],
    meaning: 'More came in clear text after the answer to STARTTLS, before the handshake',
    lookAt:
      'Somebody between the probe and the server who adds to its replies, or a server that does not stop talking.',
  },
  'tls-timeout': {
    phases: ['tls'],
    meaning: 'The TLS handshake did not end in time',
    lookAt: 'Whether this port speaks TLS from the start, load of the mail server, and firewalls that inspect TLS.',
  },
  'tls-closed': {
    phases: ['tls'],
    meaning: 'The server closed the connection during the TLS handshake',
    lookAt:
      'Whether this port speaks TLS from the start, and whether certificate and key of the mail server can be read.',
  },
  'tls-not-tls': {
    phases: ['tls'],
    meaning: 'The server answered the TLS handshake with something that is not TLS',
    lookAt: 'Whether this port speaks TLS from the start (465 does, 25 and 587 use STARTTLS).',
  },
  'tls-refused': {
    phases: ['tls'],
    meaning: 'The server refused the TLS handshake',
    lookAt: "The mail server's log: certificate missing for this name, protocols and ciphers that it allows.",
  },
  'tls-no-common-version': {
    phases: ['tls'],
    meaning: 'The server speaks no version of TLS from 1.0 to 1.3',
    lookAt: 'The protocols that the mail server allows: SSL 2 and 3 are given up for being broken.',
  },
  'tls-certificate-too-large': {
    phases: ['tls'],
    meaning: 'The certificates of the server exceed 100 KiB',
    lookAt:
      'The certificate file of the mail server: it should hold its own certificate and its issuers, nothing else.',
  },
  'tls-failed': {
    phases: ['tls'],
    meaning: 'The TLS handshake failed',
    lookAt: "The error named, and the mail server's log at the same time.",
  },
} as const satisfies Record<string, CodeEntry>;

/** Every way in which a probe can fail. The keys are stable: people filter by them. */
export const FAILURE_CODES = {
  'dns-not-found': {
    phases: ['dns'],
    meaning: 'The name does not exist or has no address',
    lookAt:
      'The spelling of the host, and its A and AAAA records; a mail domain may have MX records alone, name its host.',
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
  ...EHLO_CODES,
  ...TLS_CODES,
  ...CERTIFICATE_CODES,
  ...CONVERSATION_CODES,
  ...QUIT_CODES,
} as const satisfies Record<string, CodeEntry>;

/** What a server did that is not right and yet no failure. A code that is also a failure means the same here. */
export const ANOMALY_CODES = {
  'bare-line-feed': {
    phases: CONVERSATION_PHASES,
    meaning: 'A reply line ended with LF instead of CRLF, against RFC 5321 section 2.3.8',
    lookAt: 'The configured greeting of the mail server, and software that answers in its place.',
  },
  'line-too-long': {
    phases: CONVERSATION_PHASES,
    meaning: 'A reply line was longer than 512 octets, against RFC 5321 section 4.5.3.1.5',
    lookAt: 'The configured greeting of the mail server; some clients will refuse it.',
  },
  'talks-out-of-turn': {
    phases: ['greeting', 'ehlo', 'starttls'],
    meaning: 'The server sent more after its reply, before the next command',
    lookAt: 'A greeting whose lines all begin with "220 ", which are several replies; all but the last need "220-".',
  },
  'greeting-slow': {
    phases: ['greeting'],
    meaning: 'The greeting took far longer than the connection: the server probably looks up the name of the visitor',
    lookAt:
      'Reverse DNS of the address of the probe, the resolvers of the mail server, and delays it makes on purpose.',
  },
  'ehlo-unsupported': {
    phases: ['ehlo'],
    meaning: 'The server knows HELO only, against RFC 5321 section 2.2.1',
    lookAt: 'Software in front of the mail server that filters commands ("SMTP fixup"), or a very old server.',
  },
  'certificate-expires-soon': {
    phases: ['tls'],
    meaning: "The server's certificate expires soon",
    lookAt: 'The renewal of the certificate, and whether the mail server was reloaded after it.',
  },
  'tls-old-version': {
    phases: ['tls'],
    meaning: 'The server speaks only a version of TLS that is deprecated (RFC 8996)',
    lookAt: 'The protocols that the mail server allows: TLS 1.2 and 1.3 should be among them.',
  },
  ...EHLO_CODES,
  ...CERTIFICATE_CODES,
  ...CONVERSATION_CODES,
  ...QUIT_CODES,
} as const satisfies Record<string, CodeEntry>;

export type ConversationCode = keyof typeof CONVERSATION_CODES;
export type CertificateCode = keyof typeof CERTIFICATE_CODES;
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

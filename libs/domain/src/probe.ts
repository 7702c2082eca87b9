/** Phases of an SMTP session, in the order in which they happen. A failure names the one it happened in. */
export const PHASES = ['dns', 'connect', 'tls', 'greeting', 'ehlo', 'starttls', 'auth', 'quit'] as const;
export type Phase = (typeof PHASES)[number];

export const SECURITIES = ['none', 'starttls', 'tls'] as const;
export type Security = (typeof SECURITIES)[number];

export const ADDRESS_FAMILIES = ['any', 'ipv4', 'ipv6'] as const;
export type AddressFamily = (typeof ADDRESS_FAMILIES)[number];

/** Which server to probe, and how. */
export interface ProbeTarget {
  /** A host name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly addressFamily: AddressFamily;
  /** The name to say EHLO with (RFC 5321 §4.1.1.1), or null to say no EHLO unless the dialogue needs one. */
  readonly ehloName: string | null;
  /** True: a bad, missing or late answer to QUIT fails the probe; false: it is an anomaly. */
  readonly strictQuit: boolean;
}

/** A complete SMTP reply (RFC 5321 §4.2). */
export interface SmtpReply {
  readonly code: number;
  /** The text of each line without code, separator and line end; bytes outside printable ASCII are escaped. */
  readonly lines: readonly string[];
}

export interface ProbeFailure {
  readonly phase: Phase;
  /** A key of the table of failure codes in `libs/smtp`, such as `connect-refused`. Stable: people filter by it. */
  readonly code: string;
  /** One sentence for an administrator. */
  readonly message: string;
}

/** Something the server did that is not right and yet no failure. */
export interface ProbeAnomaly {
  readonly phase: Phase;
  readonly code: string;
  readonly message: string;
}

/** Milliseconds with fractions; null for a phase that was not reached or not needed. */
export interface ProbeTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly greetingMs: number | null;
  readonly tlsMs: number | null;
  readonly quitMs: number | null;
  readonly totalMs: number;
}

/** One line of the session's record. */
export interface TranscriptLine {
  /** Milliseconds since the probe began. */
  readonly atMs: number;
  /** `>` we sent, `<` the server sent, `*` a remark such as "connected to 192.0.2.1:25". */
  readonly direction: '>' | '<' | '*';
  readonly text: string;
}

/** What one SMTP session showed. The probe never throws for anything a server or network does. */
export interface ProbeResult {
  readonly ok: boolean;
  readonly failure: ProbeFailure | null;
  /** The greeting, or the reply that failed the probe. */
  readonly reply: SmtpReply | null;
  readonly quit: { readonly code: number } | null;
  readonly anomalies: readonly ProbeAnomaly[];
  readonly timings: ProbeTimings;
  /** What was asked for, and the address that was used (null when none was reached). */
  readonly target: {
    readonly host: string;
    readonly port: number;
    readonly security: Security;
    readonly address: string | null;
  };
  readonly transcript: readonly TranscriptLine[];
}

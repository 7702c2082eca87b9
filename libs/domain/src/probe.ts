/** Phases of an SMTP session, in the order in which they happen. A failure names the one it happened in. */
export const PHASES = ['dns', 'connect', 'tls', 'greeting', 'ehlo', 'starttls', 'auth', 'quit'] as const;
export type Phase = (typeof PHASES)[number];

export const SECURITIES = ['none', 'starttls', 'tls'] as const;
export type Security = (typeof SECURITIES)[number];

export const ADDRESS_FAMILIES = ['any', 'ipv4', 'ipv6'] as const;
export type AddressFamily = (typeof ADDRESS_FAMILIES)[number];

export const CERTIFICATE_POLICIES = ['require', 'report'] as const;
/** What a certificate that is not valid means: `require` fails the probe, `report` notes an anomaly. */
export type CertificatePolicy = (typeof CERTIFICATE_POLICIES)[number];

/** What is asked of the certificate of a session with TLS. Means nothing where `security` is `none`. */
export interface TlsPolicy {
  readonly certificate: CertificatePolicy;
  /** An anomaly when the certificate expires in fewer days than this; null for none. */
  readonly warnDays: number | null;
  /** A failure when the certificate expires in fewer days than this, also with `report`; null for none. */
  readonly failDays: number | null;
}

/** Which server to probe, and how. */
export interface ProbeTarget {
  /** A host name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly addressFamily: AddressFamily;
  readonly tls: TlsPolicy;
  /**
   * The name to say EHLO with (RFC 5321 §4.1.1.1). Null: say none unless the dialogue needs one (STARTTLS), and then
   * the name of the machine of the probe.
   */
  readonly ehloName: string | null;
  /** True: a bad, missing or late answer to QUIT fails the probe; false: it is an anomaly. */
  readonly strictQuit: boolean;
}

/** A complete SMTP reply (RFC 5321 §4.2). */
export interface SmtpReply {
  readonly code: number;
  /** The text of each line without code, separator and line end; bytes outside printable ASCII are escaped. */
  readonly lines: readonly string[];
  /** The enhanced status code at the beginning of the text (RFC 2034, RFC 3463), such as `5.7.1`; null without one. */
  readonly enhancedCode: string | null;
}

/** One certificate of a chain. */
export interface CertificateSummary {
  /** Distinguished names on one line, `CN=mx.example.com, O=Example`; escaped and of limited length. */
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the certificate, in hexadecimal without separators. */
  readonly fingerprint: string;
}

/** The certificate of the server itself. */
export interface ServerCertificate extends CertificateSummary {
  /** The names and addresses it is made out to, without repetition; the first hundred. */
  readonly names: readonly string[];
  readonly serialNumber: string;
  /** Such as `RSA 2048` or `EC prime256v1`. */
  readonly key: string;
  /** Such as `sha256WithRSAEncryption`, or the object identifier of one that is not known here. */
  readonly signatureAlgorithm: string;
  /** Whole days until it expires, rounded down; negative once it has. */
  readonly daysLeft: number;
}

/** What a TLS handshake showed. */
export interface TlsReport {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** The name of the cipher suite by IANA, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  readonly certificate: ServerCertificate;
  /** The issuers, from the one of the server's certificate upwards as far as they are known; ten at most. */
  readonly issuers: readonly CertificateSummary[];
  /** True if the certificate is valid for the host: name, chain, dates and strength. */
  readonly valid: boolean;
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
  /** EHLO and HELO together, before and after STARTTLS. */
  readonly ehloMs: number | null;
  /** The handshake; with STARTTLS the command too. */
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
  /** The keywords of the last EHLO reply with their parameters, such as `SIZE 10240000`; null without such a reply. */
  readonly extensions: readonly string[] | null;
  /** Null when no handshake was completed. */
  readonly tls: TlsReport | null;
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

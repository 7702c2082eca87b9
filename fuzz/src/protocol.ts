import type { Action } from './input.js';

/** One session as its server sees it. The probe comes to an address of its own, by which it is told from the others. */
export interface Part {
  readonly address: string;
  readonly actions: readonly Action[];
}

/** What the server saw and did in one session. */
export interface Observation {
  readonly address: string;
  readonly connections: number;
  /** What the client said in clear text, a handshake included; one character per octet, 64 KiB at most. */
  readonly plain: string;
  /** What it said inside TLS; null without a complete handshake. */
  readonly secured: string | null;
  /** What was sent in clear text. */
  readonly sentPlain: string;
  /** How much of it had been sent when the client's first octet came; null if none came. */
  readonly octetsSentBefore: number | null;
  /** How the client ended: FIN, RST, or not within the time that is given for it. */
  readonly clientEnd: 'fin' | 'rst' | null;
  /** True if the server reset the connection, or closed it without regard to what it had not read. */
  readonly wasCutOff: boolean;
  /** True if the server sent a FIN or cut the connection off. */
  readonly hasClosed: boolean;
}

/** A session whose probe has settled. */
export interface Settled {
  readonly address: string;
  /** True if the probe says that its connection was up. */
  readonly hasConnected: boolean;
}

/** What the process of the servers is asked. Each is answered in turn. */
export type Request =
  | { readonly ask: 'stage'; readonly parts: readonly Part[] }
  /** Ends these sessions, and tells of them in the same order. */
  | { readonly ask: 'collect'; readonly sessions: readonly Settled[] };

export type Answer =
  /** `authority` is a certificate in PEM, to be trusted by the probe. */
  | { readonly tell: 'listening'; readonly port: number; readonly authority: string }
  | { readonly tell: 'staged' }
  | { readonly tell: 'observations'; readonly observations: readonly Observation[] };

import type { Phase, ProbeResult } from '@twotwenty/domain/probe';
import type { AnomalyCode, FailureCode } from '@twotwenty/domain/failure-codes';
import type { Peer, PeerEnd } from '@twotwenty/testing/scripted-peer';
import { expect } from 'vitest';
import { QUIT_LINE } from './steps.js';

/** A code, and each line's text. */
export type ReplyLines = readonly [code: number, ...lines: string[]];

type PeerSaw =
  | 'never connected'
  | 'FIN'
  | 'FIN then RST'
  | 'RST'
  | 'unseen'
  | `close_notify ${'FIN' | 'FIN then RST' | 'RST' | 'unseen'}`;

/** One of several values, where the order of events lies in nobody's hand. */
export function oneOf<Value>(...values: readonly Value[]): Value {
  return expect.toBeOneOf([...values]) as Value;
}

/** The deadline made the probe close while the server was still sending: its octets are answered with a RST. */
export const WHILE_TALKING = oneOf<PeerSaw>('FIN', 'FIN then RST', 'RST');

/** Everything that a case holds the probe to, but for time. */
export interface Outcome {
  readonly verdict: 'pass' | `${Phase} ${FailureCode}`;
  readonly reply: ReplyLines | null;
  /** The code of the answer to QUIT. */
  readonly quit: number | null;
  readonly anomalies: readonly `${Phase} ${AnomalyCode}`[];
  /** What the server received in clear text; `<TLS>` stands for TLS records. */
  readonly heard: string;
  /** What it received inside TLS. */
  readonly heardInTls: string;
  /**
   * How the probe's side ended, as the server saw it: `unseen` where the server had gone before.
   */
  readonly end: PeerSaw;
  readonly extensions: readonly string[] | null;
  /** Protocol, and whether the certificate was found valid, such as `TLSv1.3 valid`. */
  readonly tls: string | null;
}

type Verdict<Kind extends string> = Kind extends 'pass' ? never : Kind;

/** A session that passes: by default 220 as given, one QUIT, 221, FIN, and nothing to remark. */
export function passes(reply: ReplyLines, outcome: Partial<Outcome> = {}): Outcome {
  return { ...NOTHING, verdict: 'pass', reply, quit: 221, heard: QUIT_LINE, ...outcome };
}

/** A session that fails: by default no reply, not a word from the probe, and FIN. */
export function fails(verdict: Verdict<Outcome['verdict']>, outcome: Partial<Outcome> = {}): Outcome {
  return { ...NOTHING, verdict, ...outcome };
}

/** A session that the server turns away: by default left with QUIT, answered 221. */
export function turnsAway(
  verdict: Verdict<Outcome['verdict']>,
  reply: ReplyLines,
  outcome: Partial<Outcome> = {},
): Outcome {
  return { ...NOTHING, verdict, reply, quit: 221, heard: QUIT_LINE, ...outcome };
}

const NOTHING = {
  reply: null,
  quit: null,
  anomalies: [],
  heard: '',
  heardInTls: '',
  end: 'FIN',
  extensions: null,
  tls: null,
} as const satisfies Partial<Outcome>;

/** What a session came to, in the form of the expectation. */
export function outcomeOf(result: ProbeResult, peer: Peer | undefined): Record<keyof Outcome, unknown> {
  const { failure, reply, quit, tls } = result;
  return {
    verdict: failure === null ? 'pass' : `${failure.phase} ${failure.code}`,
    reply: reply === null ? null : [reply.code, ...reply.lines],
    quit: quit?.code ?? null,
    anomalies: result.anomalies.map(({ phase, code }) => `${phase} ${code}`),
    heard: peer?.receivedInClear ?? '',
    heardInTls: peer?.receivedInTls ?? '',
    end: endOf(peer),
    extensions: result.extensions,
    tls: tls === null ? null : `${tls.protocol} ${tls.valid ? 'valid' : 'invalid'}`,
  };
}

const ENDS: Readonly<Record<PeerEnd, string>> = { fin: 'FIN', rst: 'RST', unseen: 'unseen' };

function endOf(peer: Peer | undefined): string {
  if (peer === undefined) return 'never connected';
  if (peer.end === null) return 'still open';
  return [peer.closeNotified ? 'close_notify' : '', ENDS[peer.end], peer.resetAfterFin ? 'then RST' : '']
    .filter((part) => part !== '')
    .join(' ');
}

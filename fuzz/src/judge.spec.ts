import type { ProbeResult } from '@twotwenty/domain/probe';
import { describe, expect, it } from 'vitest';
import { AddressBusyError } from '@twotwenty/smtp/errors';
import { FAILURE_CODES, type FailureCode, sentence } from '@twotwenty/domain/failure-codes';
import { type Flaw, flawsOfRun } from './judge.js';
import type { Observation } from './protocol.js';
import type { Run } from './runner.js';
import { PLAIN_SEEDS } from './seeds.js';

const [input] = PLAIN_SEEDS;
if (input === undefined) throw new Error('no seed');
const target = { ...input.target, security: 'none', host: '127.1.1.1', port: 25 } as const;

/** A session that ended in the greeting's phase, without an octet from the server. */
function ended(code: FailureCode, seen: Partial<Observation>): Run {
  const result: ProbeResult = {
    ok: false,
    failure: { phase: 'greeting', code, message: sentence(FAILURE_CODES[code].meaning, null) },
    reply: null,
    quit: null,
    extensions: null,
    tls: null,
    anomalies: [],
    timings: { dnsMs: null, connectMs: 1, greetingMs: 2, ehloMs: null, tlsMs: null, quitMs: null, totalMs: 3 },
    target: { host: target.host, port: 25, security: 'none', address: target.host },
    transcript: [{ atMs: 1, direction: '*', text: 'connected' }],
  };
  const observation: Observation = {
    address: target.host,
    connections: 1,
    plain: '',
    secured: null,
    sentPlain: '',
    octetsSentBefore: null,
    clientEnd: 'fin',
    wasCutOff: false,
    hasClosed: false,
    ...seen,
  };
  const times = { tookMs: 3, stallMs: 0, lateMs: -100, lateByStallMs: 0 };
  return { input: { ...(input as Run['input']) }, target, result, error: null, ...times, visitsLeft: 0, observation };
}

function texts(flaws: readonly Flaw[]): readonly string[] {
  return flaws.map(({ text }) => text);
}

describe('flawsOfRun', () => {
  it('finds nothing wrong with an end that the server made', () => {
    expect(flawsOfRun(ended('server-closed', { hasClosed: true }))).toEqual([]);
    expect(flawsOfRun(ended('connection-reset', { wasCutOff: true, hasClosed: true, clientEnd: 'rst' }))).toEqual([]);
  });

  it('finds ends that nobody made', () => {
    expect(texts(flawsOfRun(ended('connection-reset', {})))).toContain('a reset that there was not');
    expect(texts(flawsOfRun(ended('server-closed', {})))).toContain('server-closed, but nobody closed it');
  });

  it('lets a probe find its address busy only if its time was up', () => {
    const nothing = { connections: 0, clientEnd: null };
    const run: Run = { ...ended('server-silent', nothing), result: null, error: new AddressBusyError('127.1.1.1') };
    expect(flawsOfRun({ ...run, lateMs: 0.1 })).toEqual([]);
    expect(flawsOfRun({ ...run, lateMs: -100 })).toMatchObject([{ kind: 'rejected' }]);
  });

  it('finds a connection that the server never got, whatever is said of its end', () => {
    const nothing = { connections: 0, clientEnd: null };
    for (const code of ['server-closed', 'server-silent', 'connection-reset'] as const) {
      expect(texts(flawsOfRun(ended(code, nothing)))).toContain('a connection that the server never got');
    }
  });
});

import type { ProbeResult } from '@twotwenty/domain/probe';
import { describe, expect, it } from 'vitest';
import { modelReply, speechFlaws } from './dialogue-model.fixture.js';
import { FAILURE_CODES, sentence } from '@twotwenty/domain/failure-codes';
import { flawsOf } from './result-flaws.fixture.js';
import { aTarget } from './scripted-server.fixture.js';

const target = aTarget({ port: 25 });
const asked = { target, maxTestDurationMs: 1000 };

const passed: ProbeResult = {
  ok: true,
  failure: null,
  reply: { code: 220, lines: ['mx ESMTP'], enhancedCode: null },
  quit: { code: 221 },
  extensions: null,
  tls: null,
  anomalies: [],
  timings: { dnsMs: null, connectMs: 1, greetingMs: 2, ehloMs: null, tlsMs: null, quitMs: 3, totalMs: 6 },
  target: { host: '127.0.0.1', port: 25, security: 'none', address: '127.0.0.1' },
  transcript: [
    { atMs: 1, direction: '*', text: 'connected' },
    { atMs: 3, direction: '<', text: '220 mx ESMTP' },
    { atMs: 3, direction: '>', text: 'QUIT' },
  ],
};
const refused = {
  phase: 'greeting',
  code: 'greeting-no-service',
  message: sentence(FAILURE_CODES['greeting-no-service'].meaning, '554 no'),
} as const;

describe('flawsOf', () => {
  it('finds nothing wrong with what is right', () => {
    expect(flawsOf(passed, asked)).toEqual([]);
    const reply = { code: 554, lines: ['no'], enhancedCode: null };
    expect(flawsOf({ ...passed, ok: false, failure: refused, reply }, asked)).toEqual([]);
  });

  const { timings } = passed;
  it.each<[string, Partial<ProbeResult>]>([
    ['passed with a failure', { failure: refused, reply: { code: 554, lines: ['no'], enhancedCode: null } }],
    ['failed without one', { ok: false }],
    ['a code of another phase', { ok: false, failure: { ...refused, phase: 'quit' } }],
    ['an unknown code', { anomalies: [{ phase: 'quit', code: 'toString', message: 'What.' }] }],
    ['another greeting than 220', { reply: { code: 221, lines: [''], enhancedCode: null } }],
    ['a raw octet', { reply: { code: 220, lines: ['\x1b[2J'], enhancedCode: null } }],
    ['an enhanced code from nowhere', { reply: { code: 220, lines: ['mx'], enhancedCode: '2.0.0' } }],
    ['phases that do not add up', { timings: { ...timings, totalMs: 7 } }],
    ['too long', { timings: { ...timings, quitMs: 2003, totalMs: 2006 } }],
    ['a phase without the one before it', { timings: { ...timings, greetingMs: null, totalMs: 4 } }],
    ['a transcript that is too long', { transcript: [{ atMs: 1, direction: '<', text: 'x'.repeat(4097) }] }],
    ['a transcript that goes back', { transcript: passed.transcript.toReversed() }],
    ['something said after QUIT', { transcript: [...passed.transcript, { atMs: 4, direction: '>', text: 'QUIT' }] }],
    ['another host', { target: { ...passed.target, host: 'other' } }],
    ['no address', { target: { ...passed.target, address: null } }],
    ['TLS unasked', { timings: { ...timings, tlsMs: 1, totalMs: 7 } }],
  ])('finds %s', (_, change) => {
    expect(flawsOf({ ...passed, ...change }, asked)).not.toEqual([]);
  });
});

describe('speechFlaws', () => {
  const heard = { plain: 'QUIT\r\n', secured: null, sentBefore: '220 mx\r\n' };

  it('allows QUIT after a greeting, and EHLO where it was asked for', () => {
    expect(speechFlaws(heard, target)).toEqual([]);
    const plain = 'EHLO probe.example.com\r\nHELO probe.example.com\r\nQUIT\r\n';
    expect(speechFlaws({ ...heard, plain }, { ...target, ehloName: 'probe.example.com' })).toEqual([]);
  });

  it.each([
    [{ ...heard, sentBefore: '220-mx\r\n' }],
    [{ ...heard, plain: 'QUIT\r\nQUIT\r\n' }],
    [{ ...heard, plain: 'EHLO x\r\nQUIT\r\n' }],
    [{ ...heard, plain: 'NOOP\r\n' }],
    [{ ...heard, plain: 'STARTTLS\r\n' }],
  ])('refuses %j', (each) => {
    expect(speechFlaws(each, target)).not.toEqual([]);
  });
});

describe('modelReply', () => {
  it('reads one reply and tells where it ends', () => {
    expect(modelReply('220-a\r\n220 b\xff\r\n250')).toEqual({
      kind: 'reply',
      code: 220,
      lines: ['a', 'b\\xff'],
      octets: 15,
    });
  });
});

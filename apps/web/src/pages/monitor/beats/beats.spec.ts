import type { Result } from '@twotwenty/contracts/history';
import { describe, expect, it } from 'vitest';
import { beatLabel, beatTitle, gapTitle } from './beat-words.js';
import { beatsOf } from './beats.js';

function session(testNumber: number, seconds: number, fields: Partial<Result> = {}): Result {
  return {
    at: new Date(Date.parse('2026-03-02T05:00:00.000Z') + seconds * 1000).toISOString(),
    testNumber,
    site: 'default',
    passed: true,
    suspect: false,
    phase: null,
    code: null,
    replyCode: 220,
    replyPermanence: null,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 1, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 3 },
    detail: null,
    ...fields,
  };
}

const FAILED = { passed: false, phase: 'connect', code: 'connect-refused', replyCode: null } as const;
const beats = (results: Result[], count = 90) => beatsOf(results.toReversed(), null, count, 60_000);

describe('beatsOf', () => {
  it('puts the sessions of a test together, oldest test first', () => {
    const items = beats([
      session(1, 0, { site: 'rome' }),
      session(1, 1, { site: 'berlin', ...FAILED }),
      session(2, 10, FAILED),
      session(3, 20, { ...FAILED, suspect: true }),
    ]);
    expect(items.map((item) => item.type === 'test' && [item.testNumber, item.verdict, item.isSplit])).toEqual([
      [1, 'pass', true],
      [2, 'fail', false],
      [3, 'unknown', false],
    ]);
    const [first] = items;
    expect(first?.type === 'test' && first.sessions.map(({ site }) => site)).toEqual(['berlin', 'rome']);
  });

  it('shows gaps in the numbers and in time', () => {
    const items = beats([session(1, 0), session(4, 30), session(5, 200)]);
    expect(items.map((item) => (item.type === 'gap' ? gapTitle(item) : item.testNumber))).toEqual([
      1,
      'No data for 30\u00a0s: 2 tests without a report',
      4,
      'No test for 2\u00a0min',
      5,
    ]);
  });

  it('keeps the latest', () => {
    expect(beats([session(1, 0), session(2, 1), session(3, 2)], 2).map(({ key }) => key)).toEqual(['test 2', 'test 3']);
  });
});

describe('a beat in words', () => {
  it('says time, verdict, phase, reply and votes', () => {
    const [item] = beats([session(7, 0, { site: 'rome' }), session(7, 0, { site: 'berlin', ...FAILED })]);
    if (item?.type !== 'test') throw new Error('no test');
    expect(beatTitle(item)).toBe('Passed, although it failed at 1 of 2 sites');
    expect(beatLabel(item).replaceAll('\u00a0', ' ')).toMatch(
      /^Passed, although .*, test 7, .*2026.*\. berlin: connect: connect-refused · 3 ms; rome: passed · reply 220 · 3 ms$/,
    );
  });
});

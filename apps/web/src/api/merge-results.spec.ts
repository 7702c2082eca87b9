import type { Result } from '@twotwenty/contracts/history';
import { describe, expect, it } from 'vitest';
import { mergeResults } from './merge-results.js';

function results(...numbers: number[]): Result[] {
  return numbers.map((testNumber) => ({
    at: `2026-03-02T05:00:${String(testNumber).padStart(2, '0')}.000Z`,
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
  }));
}

describe('mergeResults', () => {
  it.each([
    ['joins where they overlap', [3, 2, 1], [5, 4, 3], 10, [5, 4, 3, 2, 1]],
    ['keeps no more than the limit', [3, 2, 1], [5, 4, 3], 4, [5, 4, 3, 2]],
    ['is content with few results', [], [2, 1], 10, [2, 1]],
    ['forgets what is gone', [3, 2, 1], [], 10, []],
    ['does not join where there is a gap', [3, 2, 1], [7, 6, 5], 10, null],
  ])('%s', (_what, known, newer, limit, expected) => {
    const merged = mergeResults(results(...known), results(...newer), 3, limit);
    expect(merged?.map(({ testNumber }) => testNumber) ?? null).toEqual(expected);
  });
});

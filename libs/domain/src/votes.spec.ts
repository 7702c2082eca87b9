import { describe, expect, it } from 'vitest';
import { judge, tallyVotes } from './votes.js';

describe('judge', () => {
  it.each([
    // asked, passed, failed, sitesToFail, timeOver, verdict
    [1, 0, 0, null, false, undefined],
    [1, 1, 0, null, false, 'pass'],
    [1, 0, 1, null, false, 'fail'],
    [1, 0, 0, null, true, 'unknown'],
    [2, 1, 0, null, false, 'pass'],
    [2, 0, 1, null, false, undefined],
    [2, 0, 1, null, true, 'fail'],
    [2, 1, 1, null, false, 'pass'],
    [2, 0, 2, null, false, 'fail'],
    [3, 0, 1, null, true, 'unknown'],
    [3, 0, 2, null, false, 'fail'],
    [3, 1, 1, null, false, undefined],
    [3, 1, 1, null, true, 'pass'],
    [3, 2, 0, null, false, 'pass'],
    [3, 1, 0, 1, false, undefined],
    [3, 2, 0, 1, true, 'unknown'],
    [3, 3, 0, 1, false, 'pass'],
    [3, 0, 1, 1, false, 'fail'],
    [3, 1, 1, 3, false, 'pass'],
    [3, 0, 2, 3, true, 'unknown'],
    [3, 0, 3, 3, false, 'fail'],
    [2, 0, 2, 5, false, 'fail'],
  ] as const)(
    'asked %i, passed %i, failed %i, sitesToFail %s, time over %s → %s',
    (asked, passed, failed, k, timeOver, verdict) => {
      expect(judge({ asked, passed, failed }, k, timeOver)).toBe(verdict);
    },
  );
});

describe('tallyVotes', () => {
  it('counts the sites that were asked and no other', () => {
    const votes = { a: { passed: true }, b: { passed: false }, stranger: { passed: false } };
    expect(tallyVotes(['a', 'b', 'c'], votes)).toEqual({ asked: 3, passed: 1, failed: 1 });
  });

  it('takes no inherited property for a vote', () => {
    expect(tallyVotes(['toString', 'constructor'], {})).toEqual({ asked: 2, passed: 0, failed: 0 });
  });
});

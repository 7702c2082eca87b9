import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, tallyVotes, voteKinds } from './votes.js';

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
      expect(judge({ asked, passed, failed, discounted: 0 }, k, timeOver)).toBe(verdict);
    },
  );
});

describe('judge, where sites are suspect', () => {
  it.each([
    // asked, passed, failed, discounted, sitesToFail, time over, verdict
    [1, 0, 0, 1, null, false, 'unknown'],
    [2, 0, 0, 2, null, false, 'unknown'],
    [2, 0, 0, 1, null, false, undefined],
    [2, 1, 0, 1, null, false, 'pass'],
    [2, 0, 1, 1, null, false, 'fail'],
    [3, 0, 1, 1, null, false, undefined],
    [3, 0, 1, 2, null, false, 'unknown'],
    [3, 1, 1, 1, null, false, 'pass'],
    [3, 1, 0, 2, null, false, 'unknown'],
    [3, 0, 2, 1, null, false, 'fail'],
    [3, 0, 1, 1, null, true, 'unknown'],
    [4, 0, 1, 2, null, false, undefined],
    [4, 0, 2, 2, null, false, 'fail'],
    [4, 1, 1, 2, null, false, 'pass'],
    [4, 0, 1, 3, null, false, 'unknown'],
    [2, 0, 0, 1, 1, false, undefined],
    [2, 1, 0, 1, 1, false, 'unknown'],
    [2, 0, 1, 1, 1, false, 'fail'],
    [3, 2, 0, 1, 2, false, 'pass'],
    [3, 1, 1, 1, 2, false, 'unknown'],
    [3, 0, 1, 1, 2, false, undefined],
    [3, 0, 1, 1, 2, true, 'unknown'],
    [3, 0, 2, 1, 3, false, 'unknown'],
  ] as const)(
    'asked %i, passed %i, failed %i, suspect %i, sitesToFail %s, time over %s → %s',
    (asked, passed, failed, discounted, k, timeOver, verdict) => {
      expect(judge({ asked, passed, failed, discounted }, k, timeOver)).toBe(verdict);
    },
  );

  const tallies = fc
    .record({ passed: count(), failed: count(), discounted: count(), silent: count() })
    .filter(({ passed, failed, discounted, silent }) => passed + failed + discounted + silent > 0)
    .map(({ silent, ...said }) => ({ ...said, asked: said.passed + said.failed + said.discounted + silent }));
  const policies = fc.option(fc.integer({ min: 1, max: 16 }), { nil: null });

  it('counts them as missing: once the time is over, a suspect site is one that was never heard of', () => {
    fc.assert(
      fc.property(tallies, policies, (tally, k) => {
        expect(judge(tally, k, true)).toBe(judge({ ...tally, discounted: 0 }, k, true));
      }),
    );
  });

  it('waits for nobody once all others have voted, and never takes back a verdict', () => {
    fc.assert(
      fc.property(tallies, policies, (tally, k) => {
        const silent = tally.asked - tally.passed - tally.failed - tally.discounted;
        const verdict = judge(tally, k, false);
        if (silent === 0) expect(verdict).toBeDefined();
        if (silent === 0 || verdict === undefined) return;
        for (const kind of ['passed', 'failed', 'discounted'] as const) {
          expect(judge({ ...tally, [kind]: tally[kind] + 1 }, k, false)).toBe(verdict);
        }
      }),
    );
  });

  it('never finds a failure that nobody but suspect sites saw', () => {
    fc.assert(
      fc.property(tallies, policies, fc.boolean(), (tally, k, timeOver) => {
        expect(judge({ ...tally, asked: tally.asked - tally.failed, failed: 0 }, k, timeOver)).not.toBe('fail');
      }),
    );
  });
});

function count() {
  return fc.integer({ min: 0, max: 4 });
}

describe('tallyVotes', () => {
  it('counts the sites that were asked and no other', () => {
    const votes = { a: { passed: true }, b: { passed: false }, stranger: { passed: false } };
    expect(tallyVotes(['a', 'b', 'c'], votes)).toEqual({ asked: 3, passed: 1, failed: 1, discounted: 0 });
  });

  it('counts a vote of a suspect site as neither', () => {
    const votes = { a: { passed: false }, b: { passed: false, missing: 'site-suspect' as const } };
    expect(tallyVotes(['a', 'b', 'c'], votes)).toEqual({ asked: 3, passed: 0, failed: 1, discounted: 1 });
    expect(voteKinds(['a', 'b', 'c'], votes)).toEqual({ a: 'failed', b: 'suspect', c: 'missing' });
  });

  it('takes no inherited property for a vote', () => {
    expect(tallyVotes(['toString', 'constructor'], {})).toEqual({ asked: 2, passed: 0, failed: 0, discounted: 0 });
  });
});

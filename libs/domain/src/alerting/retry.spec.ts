import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGivenUp, retryDelayMs } from './retry.js';

describe('retryDelayMs', () => {
  it.each([
    [1, null, 5_000],
    [2, null, 10_000],
    [4, null, 40_000],
    [5, null, 60_000],
    [1000, null, 60_000],
    [1, 120, 120_000],
    [1, 1, 5_000],
    [1, 86_400, 3_600_000],
  ])('after attempt %i, asked for %s s: %i ms', (attempts, asked, expected) => {
    expect(retryDelayMs(attempts, asked, 0.5)).toBe(expected);
  });

  it('is spread by a fifth to both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const middle = retryDelayMs(attempts, null, 0.5);
          const delay = retryDelayMs(attempts, null, random);
          expect(delay).toBeGreaterThanOrEqual(Math.floor(middle * 0.8));
          expect(delay).toBeLessThanOrEqual(Math.ceil(middle * 1.2));
        },
      ),
    );
  });
});

describe('isGivenUp', () => {
  it.each([
    ['2026-03-02T23:59:59Z', false],
    ['2026-03-03T00:00:00Z', true],
  ])('at %s: %s', (now, expected) => {
    expect(isGivenUp(new Date('2026-03-02T12:00:00Z'), new Date(now))).toBe(expected);
  });
});

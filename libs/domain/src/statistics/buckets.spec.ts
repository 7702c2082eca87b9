import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIntoBuckets } from './buckets.js';

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-03-02T12:00:00Z');

describe('cutIntoBuckets', () => {
  it.each([
    [1, 300, 15],
    [24, 300, 300],
    [7 * 24, 300, 3600],
    [30 * 24, 300, 10_800],
    [90 * 24, 300, 28_800],
    [366 * 24, 10, 37 * 86_400],
  ])('cuts %i hours into at most %i buckets of %i seconds', (hours, points, bucketSeconds) => {
    expect(cutIntoBuckets({ fromMs: NOON, toMs: NOON + hours * HOUR_MS }, points).bucketSeconds).toBe(bucketSeconds);
  });

  it('begins at multiples, covers everything, and makes not more than was asked for but for the ends', () => {
    const instants = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 4e10 }),
        fc.integer({ min: 1, max: 1000 }),
        (fromMs, ms, most) => {
          const buckets = cutIntoBuckets({ fromMs, toMs: fromMs + ms }, most);
          const lengthMs = buckets.bucketSeconds * 1000;
          expect(buckets.fromMs % lengthMs).toBe(0);
          expect(buckets.fromMs).toBeLessThanOrEqual(fromMs);
          expect(buckets.toMs).toBeGreaterThanOrEqual(fromMs + ms);
          expect((buckets.toMs - buckets.fromMs) / lengthMs).toBeLessThanOrEqual(most + 1);
        },
      ),
    );
  });
});

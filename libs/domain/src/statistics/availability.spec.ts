import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureAvailability, vouchedSeconds } from './availability.js';
import type { Interval } from './intervals.js';
import type { PastStanding, StandingChange } from './standings.js';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-28T12:00:00Z');
/** A day in which the clocks of Europe are put forward. */
const DAY: Interval = { fromMs: START_MS, toMs: START_MS + 24 * HOUR_MS };

/** Hours from the start of the day. */
function hours(from: number, to: number): Interval {
  return { fromMs: START_MS + from * HOUR_MS, toMs: START_MS + to * HOUR_MS };
}

function at(hour: number, standing: PastStanding): StandingChange {
  return { atMs: START_MS + hour * HOUR_MS, standing };
}

const ALL_DAY = [hours(-1, 24)];

describe('measureAvailability', () => {
  it.each<[string, StandingChange[], Interval[], object]>([
    [
      'is whole where nothing happened',
      [at(-9, 'answering')],
      ALL_DAY,
      { availability: 1, coverage: 1, downtimeMs: 0, outages: 0 },
    ],
    [
      'counts an outage from Down to Up',
      [at(-9, 'answering'), at(6, 'out'), at(9, 'answering')],
      ALL_DAY,
      { availability: 0.875, coverage: 1, downtimeMs: 3 * HOUR_MS, outages: 1 },
    ],
    [
      'counts Down and Lost as one outage',
      [at(-9, 'answering'), at(6, 'out'), at(8, 'out'), at(9, 'answering')],
      ALL_DAY,
      { availability: 0.875, downtimeMs: 3 * HOUR_MS, outages: 1 },
    ],
    [
      'counts of an outage what lies in the window',
      [at(-2, 'out'), at(6, 'answering'), at(21, 'out'), at(30, 'answering')],
      ALL_DAY,
      { availability: 0.625, downtimeMs: 9 * HOUR_MS, outages: 2 },
    ],
    [
      'leaves out holds, and what follows them until a verdict',
      [at(-9, 'answering'), at(4, 'maintenance'), at(6, 'uninitialized'), at(7, 'out'), at(10, 'answering')],
      ALL_DAY,
      { availability: 18 / 21, coverage: 21 / 24, coveredMs: 21 * HOUR_MS, downtimeMs: 3 * HOUR_MS },
    ],
    [
      'leaves out what was before the monitor',
      [at(12, 'uninitialized'), at(13, 'answering')],
      ALL_DAY,
      { availability: 1, coverage: 11 / 24 },
    ],
    [
      'leaves out what no test vouches for, outage or not',
      [at(-9, 'answering'), at(6, 'out'), at(9, 'answering')],
      [hours(-1, 7), hours(8, 10)],
      { availability: 7 / 9, coverage: 9 / 24, downtimeMs: 2 * HOUR_MS, outages: 1 },
    ],
    [
      'says nothing where nothing is covered',
      [at(-9, 'disabled')],
      ALL_DAY,
      { availability: null, coverage: 0, coveredMs: 0 },
    ],
    [
      'tells of outages where no test is kept',
      [at(-9, 'answering'), at(6, 'out'), at(9, 'answering')],
      [],
      { availability: null, coverage: 0, outages: 1 },
    ],
    ['says nothing of a monitor that was not there', [], [], { availability: null, coverage: 0, outages: 0 }],
  ])('%s', (_what, changes, tested, expected) => {
    expect(measureAvailability(DAY, changes, tested)).toMatchObject(expected);
  });

  const standing = fc.constantFrom<PastStanding>('answering', 'out', 'uninitialized', 'disabled', 'maintenance');
  const changesOf = fc
    .array(fc.record({ hour: fc.integer({ min: -48, max: 48 }), standing }), { maxLength: 30 })
    .map((list) => list.toSorted((a, b) => a.hour - b.hour).map((change) => at(change.hour, change.standing)));
  const testedOf = fc
    .uniqueArray(fc.integer({ min: -48, max: 48 }), { maxLength: 30 })
    .map((list) => list.toSorted((a, b) => a - b))
    .map((bounds) => bounds.flatMap((from, index) => (index % 2 === 0 ? hours(from, bounds[index + 1] ?? 99) : [])));

  it('keeps its bounds and its sums', () => {
    fc.assert(
      fc.property(changesOf, testedOf, (changes, tested) => {
        const found = measureAvailability(DAY, changes, tested);
        expect(found.coverage).toBeGreaterThanOrEqual(0);
        expect(found.coverage).toBeLessThanOrEqual(1);
        expect(found.downtimeMs).toBeLessThanOrEqual(found.coveredMs);
        expect(found.availability === null).toBe(found.coveredMs === 0);
        if (found.availability !== null) {
          expect(found.availability * found.coveredMs + found.downtimeMs).toBeCloseTo(found.coveredMs, 3);
        }
      }),
    );
  });

  it('is the sum of its parts, wherever the time is cut, and the same at any time of the year', () => {
    fc.assert(
      fc.property(changesOf, testedOf, fc.integer({ min: 1, max: 23 }), (changes, tested, hour) => {
        const whole = measureAvailability(DAY, changes, tested);
        const parts = [hours(0, hour), hours(hour, 24)].map((part) => measureAvailability(part, changes, tested));
        const sum = (of: 'coveredMs' | 'downtimeMs') => parts.reduce((total, part) => total + part[of], 0);
        expect(sum('coveredMs')).toBe(whole.coveredMs);
        expect(sum('downtimeMs')).toBe(whole.downtimeMs);
        const shift = 180 * 24 * HOUR_MS;
        const later = (interval: Interval) => ({ fromMs: interval.fromMs + shift, toMs: interval.toMs + shift });
        const shifted = changes.map((change) => ({ ...change, atMs: change.atMs + shift }));
        expect(measureAvailability(later(DAY), shifted, tested.map(later))).toEqual(whole);
      }),
    );
  });
});

describe('vouchedSeconds', () => {
  it('is twice the longest delay and a test', () => {
    expect(vouchedSeconds({ up: 300, warn: 60, down: 120, lost: 600 }, 30)).toBe(1245);
  });

  it('is never below five minutes', () => {
    expect(vouchedSeconds({ up: 2, warn: 2, down: 2, lost: 2 }, 10)).toBe(300);
  });
});

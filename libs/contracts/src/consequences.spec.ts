import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consequencesOf } from './consequences.js';

const timing = { maxTestDurationSeconds: 30, delaySeconds: { up: 300, warn: 60, down: 120, lost: 300 } };
const notification = { failuresPerAlert: 3, maxAlerts: 3 };

describe('consequencesOf', () => {
  it('counts Warn delays up to the first alert, and Down delays up to Lost', () => {
    expect(consequencesOf({ timing, notification })).toEqual({
      failuresPerAlert: 3,
      maxAlerts: 3,
      noticedWithinSeconds: 330,
      quick: { firstAlertSeconds: 120, lostSeconds: 120 + 6 * 120 },
      slow: { firstAlertSeconds: 180, lostSeconds: 180 + 6 * 150 },
    });
  });

  it.each([
    [1, 1, 0, 0],
    [1, 3, 0, 240],
    [3, 1, 120, 120],
  ])('knows N %i and M %i', (failuresPerAlert, maxAlerts, firstAlertSeconds, lostSeconds) => {
    const consequences = consequencesOf({ timing, notification: { failuresPerAlert, maxAlerts } });
    expect(consequences?.quick).toEqual({ firstAlertSeconds, lostSeconds });
  });

  it('says nothing of Lost where it would take too many tests', () => {
    const consequences = consequencesOf({ timing, notification: { failuresPerAlert: 1000, maxAlerts: 1000 } });
    expect(consequences?.quick).toEqual({ firstAlertSeconds: 999 * 60, lostSeconds: null });
  });

  it.each([
    ['nothing', null],
    ['a number that is missing', { timing: { ...timing, delaySeconds: { up: 1, warn: 1, down: 1 } }, notification }],
    ['an empty field', { timing, notification: { failuresPerAlert: null, maxAlerts: 3 } }],
    ['a text', { timing: { ...timing, maxTestDurationSeconds: '30' }, notification }],
    [
      'a delay that no monitor may have',
      { timing: { ...timing, delaySeconds: { ...timing.delaySeconds, up: 0 } }, notification },
    ],
    ['a share of a failure', { timing, notification: { failuresPerAlert: 1.5, maxAlerts: 3 } }],
  ])('says nothing of %s', (_title, settings) => {
    expect(consequencesOf(settings)).toBeNull();
  });

  it('is N - 1 Warn delays and N times M - 1 Down delays, whatever the numbers', () => {
    const seconds = fc.integer({ min: 1, max: 3600 });
    const count = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(seconds, seconds, fc.integer({ min: 1, max: 300 }), count, count, (warn, down, duration, n, m) => {
        const consequences = consequencesOf({
          timing: { maxTestDurationSeconds: duration, delaySeconds: { up: 300, warn, down, lost: 300 } },
          notification: { failuresPerAlert: n, maxAlerts: m },
        });
        const first = (n - 1) * (warn + duration);
        expect(consequences?.slow).toEqual({
          firstAlertSeconds: first,
          lostSeconds: first + n * (m - 1) * (down + duration),
        });
      }),
      { numRuns: 50 },
    );
  });
});

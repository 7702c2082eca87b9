import { expect, it } from 'vitest';
import { fromLocalInput, inUnits, toLocalInput, toSeconds } from './local-time.js';

it('an instant goes into an input of local time and comes back', () => {
  const instant = '2026-03-02T03:12:00.000Z';
  expect(fromLocalInput(toLocalInput(instant))).toBe(instant);
  expect(fromLocalInput('')).toBeNull();
  expect(fromLocalInput('tomorrow')).toBeNull();
});

it.each([
  [0, 0, 'seconds'],
  [90, 90, 'seconds'],
  [120, 2, 'minutes'],
  [7200, 2, 'hours'],
  [172_800, 2, 'days'],
] as const)('%d s are %d %s', (seconds, amount, unit) => {
  expect(inUnits(seconds)).toEqual({ amount, unit });
  expect(toSeconds(amount, unit)).toBe(seconds);
});

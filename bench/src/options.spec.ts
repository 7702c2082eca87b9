import { describe, expect, it } from 'vitest';
import { positiveNumber, resolveLoad, wholeNumber } from './options.js';

describe('resolveLoad', () => {
  it('derives the one that is missing', () => {
    expect(resolveLoad({ monitors: 3000, delay: 30 })).toEqual({
      monitors: 3000,
      delaySeconds: 30,
      plannedPerSecond: 100,
    });
    expect(resolveLoad({ monitors: 3000, rate: 100 })).toEqual({
      monitors: 3000,
      delaySeconds: 30,
      plannedPerSecond: 100,
    });
    expect(resolveLoad({ delay: 30, rate: 100 })).toEqual({ monitors: 3000, delaySeconds: 30, plannedPerSecond: 100 });
  });

  it('has defaults for the rest', () => {
    expect(resolveLoad({})).toMatchObject({ monitors: 30_000, delaySeconds: 30 });
    expect(resolveLoad({ monitors: 5000 })).toMatchObject({ delaySeconds: 5, plannedPerSecond: 1000 });
    expect(resolveLoad({ rate: 5000 })).toMatchObject({ monitors: 150_000, delaySeconds: 30 });
    expect(resolveLoad({ delay: 2 })).toMatchObject({ monitors: 2000, plannedPerSecond: 1000 });
  });

  it('refuses what can not be', () => {
    expect(() => resolveLoad({ monitors: 10, delay: 1, rate: 3 })).toThrow(/leave one/);
    expect(() => resolveLoad({ monitors: 100, rate: 1000 })).toThrow(/0.1 s/);
  });
});

describe('parsers', () => {
  it('takes numbers within limits', () => {
    expect(wholeNumber(1)('20000')).toBe(20_000);
    expect(wholeNumber(0)('0')).toBe(0);
    expect(positiveNumber('0.5')).toBe(0.5);
  });

  it.each(['', ' ', '-1', '1.5', 'many', '0', '9'])('refuses %j as a whole number from 1 to 8', (text) => {
    expect(() => wholeNumber(1, 8)(text)).toThrow(/whole number from 1 to 8/);
  });

  it.each(['', ' ', '-1', '0', 'Infinity', 'soon'])('refuses %j as a number above 0', (text) => {
    expect(() => positiveNumber(text)).toThrow(/above 0/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  DEFAULT_ALERT_RANGE,
  EVERY_ALERT,
  formatAlertRange,
  MAX_ALERT_NUMBER,
  parseAlertRange,
  reachableWithin,
  unreachableSpans,
  type AlertRange,
} from './alert-range.js';

function rangeOf(text: string): AlertRange {
  const result = parseAlertRange(text);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe('parseAlertRange', () => {
  it.each([
    ['1-', '1-'],
    ['2', '2'],
    ['1-3', '1-3'],
    ['1,3-5,8-', '1,3-5,8-'],
    [' 1 , 3 - 5 , 8 - ', '1,3-5,8-'],
    ['8-,1', '1,8-'],
    ['1,2,3', '1-3'],
    ['1-4,2-3', '1-4'],
    ['5-,2-', '2-'],
    ['2-2', '2'],
    ['007', '7'],
    ['1000', '1000'],
  ])('%j means %s', (text, normalised) => {
    expect(formatAlertRange(rangeOf(text))).toBe(normalised);
  });

  it.each([
    ['5-3', '5-3 ends before it begins: write 3-5'],
    ['5-0', '5-0 ends before it begins: write 5-'],
    ['0', '"0" begins with 0, but alerts are counted from 1: write 1'],
    ['0-4', '"0-4" begins with 0, but alerts are counted from 1: write 1-4'],
    ['0-', '"0-" begins with 0, but alerts are counted from 1: write 1-'],
    ['', 'is empty: write 1- for every alert'],
    ['  ', 'is empty: write 1- for every alert'],
    ['-3', '"-3" has no beginning: write 1-3'],
    ['1001', '"1001" is beyond 1000, the most alerts of one incident: write n- for no end'],
    [
      '1-99999999999999999999999',
      '"1-99999999999999999999999" is beyond 1000, the most alerts of one incident: write n- for no end',
    ],
    [
      '1,,2',
      'has a comma with nothing on one side: write numbers such as 2, spans such as 1-3 or 4-, or a list such as 1,3-5,8-',
    ],
    ['all', '"all" is no alert number: write numbers such as 2, spans such as 1-3 or 4-, or a list such as 1,3-5,8-'],
    ['1 2', '"1 2" is no alert number: write numbers such as 2, spans such as 1-3 or 4-, or a list such as 1,3-5,8-'],
    ['1.5', '"1.5" is no alert number: write numbers such as 2, spans such as 1-3 or 4-, or a list such as 1,3-5,8-'],
    [
      '1-2-3',
      '"1-2-3" is no alert number: write numbers such as 2, spans such as 1-3 or 4-, or a list such as 1,3-5,8-',
    ],
    ['1'.repeat(257), 'is 257 characters long: write at most 256'],
  ])('%j is refused, and why', (text, problem) => {
    expect(parseAlertRange(text)).toEqual({ ok: false, problem });
  });

  it('takes every alert unless told otherwise', () => {
    expect(rangeOf(DEFAULT_ALERT_RANGE)).toEqual(EVERY_ALERT);
  });

  const numbers = fc.integer({ min: 1, max: 40 });
  const spans = fc.oneof(
    numbers.map((from) => ({ from, to: from })),
    numbers.map((from) => ({ from, to: null })),
    fc.tuple(numbers, fc.nat({ max: 10 })).map(([from, more]) => ({ from, to: from + more })),
  );
  const spaces = fc.constantFrom('', ' ', '  ');

  it('means what its parts mean, and printed and read again the same', () => {
    fc.assert(
      fc.property(fc.array(spans, { minLength: 1, maxLength: 8 }), spaces, (parts, space) => {
        const text = parts.map((part) => formatAlertRange([part])).join(`${space},${space}`);
        const range = rangeOf(text);
        for (let number = 1; number <= 60; number += 1) {
          const inAnyPart = parts.some((part) => number >= part.from && number <= (part.to ?? MAX_ALERT_NUMBER));
          expect(contains(range, number)).toBe(inAnyPart);
        }
        expect(rangeOf(formatAlertRange(range))).toEqual(range);
      }),
    );
  });

  it('never throws, and what it reads can be printed and read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-, x') }), (text) => {
        const result = parseAlertRange(text);
        if (result.ok) expect(rangeOf(formatAlertRange(result.value))).toEqual(result.value);
        else expect(result.problem).not.toBe('');
      }),
    );
  });
});

describe('a range and M', () => {
  it.each([
    ['1-', 1, true, ''],
    ['2-', 1, false, '2-'],
    ['1,5', 3, true, '5'],
    ['1-5', 3, true, ''],
    ['3,8-', 3, true, '8-'],
    ['4-6,8', 3, false, '4-6,8'],
  ])('of %s with M = %d', (text, maxAlerts, isReachable, unreachable) => {
    expect(reachableWithin(rangeOf(text), maxAlerts)).toBe(isReachable);
    expect(formatAlertRange(unreachableSpans(rangeOf(text), maxAlerts))).toBe(unreachable);
  });
});

import { describe, expect, it } from 'vitest';
import { boundRetryAfter, readRetryAfter } from './retry-after.js';

describe('readRetryAfter', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  it.each([
    [undefined, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1e3', null],
    ['2026', 2026],
    ['0', 0],
    [' 30 ', 30],
    ['0.2', 1],
    ['99999999999', 3600],
    ['Mon, 02 Mar 2026 12:01:30 GMT', 90],
    ['Monday, 02-Mar-26 12:01:30 GMT', 90],
    ['Mon, 02 Mar 2026 11:00:00 GMT', 0],
    ['Tue, 03 Mar 2026 12:00:00 GMT', 3600],
    ['Mon, nonsense', null],
    ['2026-03-02T12:01:30Z', null],
  ])('of %j is %j', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});

describe('boundRetryAfter', () => {
  it.each([
    [0.3, 1],
    [-1, 0],
    [1e9, 3600],
    [Infinity, 3600],
    [NaN, null],
    ['5', null],
    [undefined, null],
  ])('of %j is %j', (value, seconds) => {
    expect(boundRetryAfter(value)).toBe(seconds);
  });
});

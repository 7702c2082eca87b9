import { describe, expect, it } from 'vitest';
import { formatAgo, formatDue, formatDuration } from './relative-time.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('formatDuration', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [HOUR - 1, '59 min'],
    [HOUR, '1 h'],
    [HOUR + 61_000, '1 h 1 min'],
    [DAY - 1, '23 h 59 min'],
    [DAY, '1 d'],
    [2 * DAY + 4.9 * HOUR, '2 d 4 h'],
    [10 * DAY + 4 * HOUR, '10 d'],
    [400 * DAY, '400 d'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(plain(formatDuration(milliseconds))).toBe(text);
  });
});

const AT = '2026-01-02T03:04:05.000Z';
const at = Date.parse(AT);

describe('formatAgo', () => {
  it('looks back', () => {
    expect(plain(formatAgo(AT, at + 90 * SECOND))).toBe('1 min ago');
  });

  it('calls the present, and a clock that is a little off, just now', () => {
    expect(formatAgo(AT, at + 999)).toBe('just now');
    expect(formatAgo(AT, at - 2000)).toBe('just now');
  });
});

describe('formatDue', () => {
  it('looks ahead', () => {
    expect(formatDue(AT, at - 90 * SECOND)).toEqual({ text: 'in 1\u00a0min', overdue: false });
  });

  it('gives a test that is due time to run', () => {
    expect(formatDue(AT, at)).toEqual({ text: 'now', overdue: false });
    expect(formatDue(AT, at + 29 * SECOND)).toEqual({ text: 'now', overdue: false });
  });

  it('says so when it does not', () => {
    expect(formatDue(AT, at + 3 * MINUTE)).toEqual({ text: 'overdue 3\u00a0min', overdue: true });
  });
});

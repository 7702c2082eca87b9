import { describe, expect, it } from 'vitest';
import { moved, rangeOf, searchOf, spanOf, zoomed } from './ranges.js';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const HOUR_MS = 3_600_000;

describe('rangeOf', () => {
  it.each([
    [{}, { lastSeconds: 86_400 }],
    [{ range: '1h' }, { lastSeconds: 3600 }],
    [
      { range: '1h', from: '2026-03-02T10:00:00Z', to: '2026-03-02T11:00:00Z' },
      { from: '2026-03-02T10:00:00Z', to: '2026-03-02T11:00:00Z' },
    ],
    [{ from: '2026-03-02T10:00:00Z' }, { lastSeconds: 86_400 }],
    [{ range: '7d', from: '2026-03-02T10:00:00Z', to: '2026-03-02T10:00:00Z' }, { lastSeconds: 604_800 }],
    [{ from: '2020-03-02T10:00:00Z', to: '2026-03-02T10:00:00Z' }, { lastSeconds: 86_400 }],
  ] as const)('%j', (search, expected) => {
    expect(rangeOf(search)).toEqual(expected);
  });
});

describe('a stretch of time', () => {
  const span = spanOf({ lastSeconds: 7200 }, NOW);

  it('ends now', () => {
    expect(span).toEqual({ fromMs: NOW - 2 * HOUR_MS, toMs: NOW });
  });

  it('is halved around its middle, and doubled up to now', () => {
    expect(searchOf(zoomed(span, 0.5), NOW)).toEqual({
      from: '2026-03-02T10:30:00.000Z',
      to: '2026-03-02T11:30:00.000Z',
    });
    expect(searchOf(zoomed(span, 2), NOW)).toEqual({
      from: '2026-03-02T08:00:00.000Z',
      to: '2026-03-02T12:00:00.000Z',
    });
  });

  it('moves, but not into the future', () => {
    expect(searchOf(moved(span, -0.5), NOW)).toEqual({
      from: '2026-03-02T09:00:00.000Z',
      to: '2026-03-02T11:00:00.000Z',
    });
    expect(searchOf(moved(span, 0.5), NOW).to).toBe('2026-03-02T12:00:00.000Z');
  });

  it('lasts a minute at least', () => {
    const { from, to } = searchOf({ fromMs: NOW - HOUR_MS, toMs: NOW - HOUR_MS + 5 }, NOW);
    expect(Date.parse(to) - Date.parse(from)).toBe(60_000);
  });
});

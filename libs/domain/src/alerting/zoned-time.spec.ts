import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfWallTime, isTimeZone, wallTimeAt } from './zoned-time.js';

const wall = (text: string): number => Date.parse(`${text}Z`);
const shown = (zone: string, at: string): string => new Date(wallTimeAt(zone, Date.parse(at))).toISOString();

describe('isTimeZone', () => {
  it.each(['Europe/Berlin', 'Asia/Kathmandu', 'UTC', 'US/Eastern', 'Europe/Kiev', 'Etc/GMT+5'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it('knows every zone that this Node has', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name))).toEqual([]);
  });

  it.each(['', 'Berlin', 'Europe/Berlin ', '+05:30', '-08:00', 'Mars/Olympus', 'constructor'])('refuses %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('wallTimeAt', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59.999Z', '2026-03-29T01:59:59.999Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00.000Z'],
    ['America/New_York', '2026-01-01T04:59:59.500Z', '2025-12-31T23:59:59.500Z'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00.000Z', '2026-01-01T05:45:00.000Z'],
    ['UTC', '1969-12-31T23:59:59.250Z', '1969-12-31T23:59:59.250Z'],
  ])('in %s at %s the clocks show %s', (zone, at, expected) => {
    expect(shown(zone, at)).toBe(expected);
  });
});

describe('instantOfWallTime', () => {
  it.each([
    ['Europe/Berlin', '2026-07-01T12:00:00', '2026-07-01T10:00:00.000Z', false],
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z', true],
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z', false],
    ['Europe/Berlin', '2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z', false],
    ['America/New_York', '2026-03-08T02:00:00', '2026-03-08T07:00:00.000Z', true],
    ['America/New_York', '2026-11-01T01:59:59', '2026-11-01T05:59:59.000Z', false],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:45:00.000Z', true],
  ])('in %s the clocks show %s at %s', (zone, text, at, isSkipped) => {
    const resolved = instantOfWallTime(zone, wall(text));
    expect({ ...resolved, at: new Date(resolved.at).toISOString() }).toEqual({ at, isSkipped });
  });

  it('gives back the instant, or the earlier one at which the clocks showed the same', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const resolved = instantOfWallTime(zone, wallTimeAt(zone, at));
        expect(resolved.isSkipped).toBe(false);
        expect(resolved.at).toBeLessThanOrEqual(at);
        expect(wallTimeAt(zone, resolved.at)).toBe(wallTimeAt(zone, at));
      }),
    );
  });
});

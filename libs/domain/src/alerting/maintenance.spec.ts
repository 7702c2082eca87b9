import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isOpen,
  nextChange,
  nextOpenings,
  windowProblems,
  type MaintenanceWindow,
  type RecurringWindow,
} from './maintenance.js';

const MINUTE_MS = 60_000;

function recurring(from: string, to: string, rule: string, timeZone = 'Europe/Berlin'): RecurringWindow {
  return { kind: 'recurring', timeZone, from, to, rule };
}

/** The next changes after an instant. */
function changes(window: MaintenanceWindow, after: string, count: number): (string | undefined)[] {
  let at: Date | null = new Date(after);
  return Array.from({ length: count }, () => {
    at = at === null ? null : nextChange(window, at);
    return at?.toISOString().slice(0, 16);
  });
}

describe('a window that opens once', () => {
  const window: MaintenanceWindow = {
    kind: 'once',
    from: new Date('2026-03-01T22:00Z'),
    to: new Date('2026-03-02T04:00Z'),
  };

  it.each([
    ['2026-03-01T21:59:59.999Z', false, '2026-03-01T22:00:00.000Z'],
    ['2026-03-01T22:00:00.000Z', true, '2026-03-02T04:00:00.000Z'],
    ['2026-03-02T03:59:59.999Z', true, '2026-03-02T04:00:00.000Z'],
    ['2026-03-02T04:00:00.000Z', false, undefined],
  ])('at %s: open %s, then %s', (at, open, next) => {
    expect(isOpen(window, new Date(at))).toBe(open);
    expect(nextChange(window, new Date(at))?.toISOString()).toBe(next);
  });
});

describe('a window that recurs', () => {
  it.each<[string, RecurringWindow, string, (string | undefined)[]]>([
    [
      'every night, across midnight, while the clocks are put forward',
      recurring('2026-01-05T22:00', '2026-01-06T04:00', 'FREQ=DAILY'),
      '2026-03-28T12:00Z',
      ['2026-03-28T21:00', '2026-03-29T02:00', '2026-03-29T20:00', '2026-03-30T02:00'],
    ],
    [
      'every night, across midnight, while the clocks are put back',
      recurring('2026-01-05T22:00', '2026-01-06T04:00', 'FREQ=DAILY'),
      '2026-10-24T12:00Z',
      ['2026-10-24T20:00', '2026-10-25T03:00', '2026-10-25T21:00', '2026-10-26T03:00'],
    ],
    [
      'at a time that the clocks skip: later, and as long',
      recurring('2026-01-01T02:15', '2026-01-01T02:45', 'FREQ=DAILY'),
      '2026-03-28T12:00Z',
      ['2026-03-29T01:15', '2026-03-29T01:45', '2026-03-30T00:15', '2026-03-30T00:45'],
    ],
    [
      'at a time that the clocks show twice: the first time',
      recurring('2026-01-01T02:15', '2026-01-01T02:45', 'FREQ=DAILY'),
      '2026-10-24T12:00Z',
      ['2026-10-25T00:15', '2026-10-25T00:45', '2026-10-26T01:15'],
    ],
    [
      'on the second Tuesday of the month, in a zone of half hours',
      recurring('2026-01-13T01:00', '2026-01-13T05:00', 'RRULE:FREQ=MONTHLY;BYDAY=2TU', 'Asia/Kolkata'),
      '2026-01-01T00:00Z',
      ['2026-01-12T19:30', '2026-01-12T23:30', '2026-02-09T19:30'],
    ],
    [
      'on weekends, as windows that touch each other',
      recurring('2026-01-03T00:00', '2026-01-04T00:00', 'FREQ=WEEKLY;BYDAY=SA,SU', 'UTC'),
      '2026-01-01T00:00Z',
      ['2026-01-03T00:00', '2026-01-05T00:00', '2026-01-10T00:00'],
    ],
    [
      'twice, and never again',
      recurring('2026-01-01T10:00', '2026-01-01T11:00', 'FREQ=WEEKLY;COUNT=2', 'UTC'),
      '2025-12-01T00:00Z',
      ['2026-01-01T10:00', '2026-01-01T11:00', '2026-01-08T10:00', '2026-01-08T11:00', undefined],
    ],
    [
      'until a day, that day included',
      recurring('2026-01-01T23:00', '2026-01-02T00:30', 'freq=daily;until=20260102'),
      '2026-01-01T12:00Z',
      ['2026-01-01T22:00', '2026-01-01T23:30', '2026-01-02T22:00', '2026-01-02T23:30', undefined],
    ],
    [
      'until a time in UTC',
      recurring('2026-01-01T23:00', '2026-01-02T00:30', 'FREQ=DAILY;UNTIL=20260102T215959Z'),
      '2026-01-01T12:00Z',
      ['2026-01-01T22:00', '2026-01-01T23:30', undefined],
    ],
    [
      'on the last day of the year',
      recurring('2026-12-31T20:00', '2027-01-01T02:00', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1', 'Pacific/Auckland'),
      '2026-02-01T00:00Z',
      ['2026-12-31T07:00', '2026-12-31T13:00', '2027-12-31T07:00'],
    ],
    [
      'without a gap: it never closes',
      recurring('2026-01-01T00:00', '2026-01-02T00:00', 'FREQ=DAILY', 'UTC'),
      '2025-12-01T00:00Z',
      ['2026-01-01T00:00', undefined],
    ],
  ])('%s', (_, window, after, expected) => {
    expect(windowProblems(window)).toEqual([]);
    expect(changes(window, after, expected.length)).toEqual(expected);
  });

  const good = recurring('2026-01-05T22:00', '2026-01-06T04:00', 'FREQ=DAILY');

  it.each<[Partial<RecurringWindow>, string, string]>([
    [{ timeZone: 'Berlin' }, 'timeZone', 'must be a time zone of the IANA database such as Europe/Berlin or UTC'],
    [{ from: '2026-02-30T22:00' }, 'from', 'must be a date and time that exist, such as 2026-01-05T22:00'],
    [{ to: '4:00' }, 'to', 'must be a date and time that exist, such as 2026-01-05T22:00'],
    [{ to: '2026-01-05T04:00' }, 'to', 'must be after 2026-01-05T22:00, when the window opens'],
    [{ to: '2026-02-05T04:00' }, 'to', 'must be at most 7 days after it opens'],
    [{ rule: '' }, 'rule', 'is empty: write a rule such as FREQ=WEEKLY;BYDAY=SA,SU'],
    [{ rule: 'FREQ=HOURLY' }, 'rule', 'has FREQ=HOURLY: write DAILY, WEEKLY, MONTHLY or YEARLY'],
    [{ rule: 'FREQ=DAILY;COUNT=-1' }, 'rule', 'has COUNT=-1: write a whole number from 1 to 366'],
    [{ rule: 'FREQ=DAILY;FREQ=DAILY' }, 'rule', 'has FREQ twice: write it once'],
    [{ rule: 'INTERVAL=2' }, 'rule', 'has no FREQ: write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY'],
    [{ rule: 'FREQ=DAILY;COUNT=3;UNTIL=20270101' }, 'rule', 'has COUNT and UNTIL: write one of them'],
    [
      { rule: 'FREQ=DAILY;UNTIL=20270231' },
      'rule',
      'UNTIL=20270231 is no date: write a date such as 20271231 or a time in UTC such as 20271231T220000Z',
    ],
    [{ rule: 'FREQ=DAILY;UNTIL=20250101' }, 'rule', 'never happens: let it end later'],
    [{ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rule', 'never happens: choose days that exist'],
    [
      { rule: 'FREQ=DAILY;BYHOUR=3' },
      'rule',
      'has "BYHOUR=3": write parts of FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY, BYWEEKNO, BYSETPOS, WKST',
    ],
  ])('is refused with %j', (change, field, problem) => {
    expect(windowProblems({ ...good, ...change })).toEqual([{ field, problem }]);
  });

  it('throws when it is asked though it is refused', () => {
    expect(() => isOpen({ ...good, rule: 'FREQ=NEVER' }, new Date())).toThrow(/rule has FREQ=NEVER/);
  });
});

describe('for any window', () => {
  const windows = fc
    .record({
      timeZone: fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC'),
      quarter: fc.nat({ max: 95 }),
      lengthMinutes: fc.integer({ min: 1, max: 1700 }),
      rule: fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=DAILY;INTERVAL=3',
        'FREQ=WEEKLY;BYDAY=SU,MO',
        'FREQ=MONTHLY;BYDAY=-1SU',
      ),
    })
    .map(({ timeZone, quarter, lengthMinutes, rule }) => {
      const from = Date.UTC(2026, 0, 4) + quarter * 15 * MINUTE_MS;
      const text = (wall: number): string => new Date(wall).toISOString().slice(0, 16);
      return recurring(text(from), text(from + lengthMinutes * MINUTE_MS), rule, timeZone);
    });
  const instants = fc.oneof(
    fc.integer({ min: Date.UTC(2026, 1), max: Date.UTC(2027, 1) }),
    // About the changes of the clocks.
    fc.integer({ min: Date.UTC(2026, 2, 7), max: Date.UTC(2026, 2, 9) }),
    fc.integer({ min: Date.UTC(2026, 2, 27), max: Date.UTC(2026, 2, 30) }),
    fc.integer({ min: Date.UTC(2026, 9, 23), max: Date.UTC(2026, 9, 27) }),
  );

  it('nothing changes before the next change, and then it does', () => {
    fc.assert(
      fc.property(
        windows,
        instants,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }),
        (window, at, shares) => {
          const open = isOpen(window, new Date(at));
          const change = nextChange(window, new Date(at));
          if (change === null) return;
          expect(change.getTime()).toBeGreaterThan(at);
          expect(isOpen(window, change)).toBe(!open);
          for (const share of [...shares, 1]) {
            const between = at + Math.floor((change.getTime() - 1 - at) * share);
            expect(isOpen(window, new Date(between))).toBe(open);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('the next openings', () => {
  const starts = (window: MaintenanceWindow, after: string, count: number): string[] =>
    nextOpenings(window, new Date(after), count).map(
      ({ from, to }) => `${from.toISOString().slice(0, 16)} ${to.toISOString().slice(0, 16)}`,
    );

  it('are those after an instant, in order, not the one that is under way', () => {
    const nights = recurring('2026-01-05T22:00', '2026-01-06T04:00', 'FREQ=DAILY;COUNT=3');
    expect(starts(nights, '2026-01-01T00:00Z', 2)).toEqual([
      '2026-01-05T21:00 2026-01-06T03:00',
      '2026-01-06T21:00 2026-01-07T03:00',
    ]);
    expect(starts(nights, '2026-01-06T22:00Z', 9)).toEqual(['2026-01-07T21:00 2026-01-08T03:00']);
    expect(starts(nights, '2026-02-01T00:00Z', 9)).toEqual([]);
  });

  it('of a window that opens once is one', () => {
    const once: MaintenanceWindow = {
      kind: 'once',
      from: new Date('2026-03-01T22:00Z'),
      to: new Date('2026-03-02T04:00Z'),
    };
    expect(starts(once, '2026-03-01T21:00Z', 3)).toEqual(['2026-03-01T22:00 2026-03-02T04:00']);
    expect(starts(once, '2026-03-01T22:00Z', 3)).toEqual([]);
  });
});

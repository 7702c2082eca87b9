import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isActive, nextActive, quartersProblem, WEEKDAYS, type WeeklySchedule } from './weekly-schedule.js';

const MINUTE_MS = 60_000;
const NEVER = '0'.repeat(96);

/** A day that is painted from one time to another, both `HH:MM` at full quarter hours. */
function painted(from: string, to: string): string {
  const quarter = (time: string): number => Number(time.slice(0, 2)) * 4 + Number(time.slice(3)) / 15;
  return NEVER.slice(0, quarter(from)) + '1'.repeat(quarter(to) - quarter(from)) + NEVER.slice(quarter(to));
}

function scheduleOf(timeZone: string, days: Partial<WeeklySchedule['days']>): WeeklySchedule {
  const all = Object.fromEntries(WEEKDAYS.map((day) => [day, days[day] ?? NEVER])) as WeeklySchedule['days'];
  return { timeZone, days: all };
}

const office = painted('08:00', '18:00');
const officeHours = scheduleOf('Europe/Berlin', {
  monday: office,
  tuesday: office,
  wednesday: office,
  thursday: office,
  friday: office,
});

describe('a weekly schedule', () => {
  it('is always active when there is none', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    expect(isActive(null, now)).toBe(true);
    expect(nextActive(null, now)).toEqual(now);
  });

  it.each([
    ['2026-01-05T06:59:59.999Z', false, '2026-01-05T07:00:00.000Z'],
    ['2026-01-05T07:00:00.000Z', true, '2026-01-05T07:00:00.000Z'],
    ['2026-01-05T16:59:59.999Z', true, '2026-01-05T16:59:59.999Z'],
    ['2026-01-05T17:00:00.000Z', false, '2026-01-06T07:00:00.000Z'],
    ['2026-07-06T06:00:00.000Z', true, '2026-07-06T06:00:00.000Z'],
    // Over the weekend on which the clocks are put forward.
    ['2026-03-27T17:00:00.000Z', false, '2026-03-30T06:00:00.000Z'],
  ])('office hours in Berlin at %s: %s, next %s', (at, active, next) => {
    expect(isActive(officeHours, new Date(at))).toBe(active);
    expect(nextActive(officeHours, new Date(at))?.toISOString()).toBe(next);
  });

  it('counts an hour that the clocks show twice both times', () => {
    const schedule = scheduleOf('Europe/Berlin', { sunday: painted('02:00', '03:00') });
    const active = ['2026-10-24T23:59', '2026-10-25T00:00', '2026-10-25T01:59', '2026-10-25T02:00'];
    expect(active.map((at) => isActive(schedule, new Date(`${at}Z`)))).toEqual([false, true, true, false]);
  });

  it('waits a week for an hour that the clocks skip', () => {
    const schedule = scheduleOf('Europe/Berlin', { sunday: painted('02:00', '03:00') });
    expect(nextActive(schedule, new Date('2026-03-28T12:00Z'))).toEqual(new Date('2026-04-05T00:00Z'));
  });

  it('follows clocks that are changed within a quarter hour', () => {
    // In 2010 the clocks of St John's went from 00:01 back to 23:01 of the day before.
    const schedule = scheduleOf('America/St_Johns', { saturday: painted('23:00', '23:15') });
    expect(nextActive(schedule, new Date('2010-11-07T02:15Z'))).toEqual(new Date('2010-11-07T02:31Z'));
  });

  it('goes on when a zone drops a day', () => {
    // Samoa had no 30 December 2011, a Friday.
    const schedule = scheduleOf('Pacific/Apia', { friday: painted('00:00', '00:15') });
    expect(nextActive(schedule, new Date('2011-12-25T00:00Z'))).toEqual(new Date('2012-01-05T10:00Z'));
  });

  it('is never active when nothing is painted', () => {
    expect(nextActive(scheduleOf('UTC', {}), new Date('2026-01-01T00:00Z'))).toBeNull();
  });
});

describe('quartersProblem', () => {
  it.each([
    ['0'.repeat(95), 'monday has 95 quarter hours, 96 are needed'],
    ['', 'monday has 0 quarter hours, 96 are needed'],
    ['1'.repeat(97), 'monday has 97 quarter hours, 96 are needed'],
    [`${'0'.repeat(95)}x`, 'monday has "x" at quarter hour 96, only 0 and 1 are allowed'],
    ['01'.repeat(48), null],
  ])('of %j is %j', (quarters, problem) => {
    expect(quartersProblem('monday', quarters)).toBe(problem);
  });
});

/** The offsets of a zone through a year, found hour by hour: slow, and by another way than the code. */
function offsetsThrough(timeZone: string, year: number): { fromMs: number; offsetMinutes: number }[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsets: { fromMs: number; offsetMinutes: number }[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 30 * MINUTE_MS) {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(format.format(at)) ?? [];
    const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
    if (offsets.at(-1)?.offsetMinutes !== offsetMinutes) offsets.push({ fromMs: at, offsetMinutes });
  }
  return offsets;
}

const dayPaintings = fc
  .array(fc.boolean(), { minLength: 96, maxLength: 96 })
  .map((cells) => cells.map((cell) => (cell ? '1' : '0')).join(''));
const paintings = fc.tuple(...WEEKDAYS.map(() => dayPaintings));

describe.each([
  ['Europe/Berlin', 2026, 3],
  ['Australia/Lord_Howe', 2026, 3],
  ['Pacific/Chatham', 2026, 3],
  ['Asia/Kathmandu', 2026, 1],
])('through a year in %s (%d)', (timeZone, year, parts) => {
  const offsets = offsetsThrough(timeZone, year);

  it('changes the clocks as often as expected', () => {
    expect(offsets).toHaveLength(parts);
  });

  it('agrees with a model that goes minute by minute', () => {
    const [days = []] = fc.sample(paintings, { numRuns: 1, seed: year });
    const schedule = scheduleOf(timeZone, Object.fromEntries(WEEKDAYS.map((day, index) => [day, days[index]])));
    const wrong: string[] = [];
    offsets.forEach(({ fromMs, offsetMinutes }, index) => {
      const end = offsets[index + 1]?.fromMs ?? Date.UTC(year + 1, 0, 1);
      for (let at = fromMs; at < end; at += MINUTE_MS) {
        const wall = new Date(at + offsetMinutes * MINUTE_MS);
        const quarters = days[(wall.getUTCDay() + 6) % 7];
        const expected = quarters?.[wall.getUTCHours() * 4 + Math.floor(wall.getUTCMinutes() / 15)] === '1';
        if (isActive(schedule, new Date(at)) !== expected) wrong.push(new Date(at).toISOString());
      }
    });
    expect(wrong).toEqual([]);
  });

  it('finds the next active minute as a search minute by minute does', () => {
    const aroundChanges = fc
      .constantFrom(...offsets.slice(-2))
      .chain(({ fromMs }) => fc.integer({ min: fromMs / MINUTE_MS - 4000, max: fromMs / MINUTE_MS + 300 }));
    const sparse = fc.array(fc.tuple(fc.constantFrom(...WEEKDAYS), fc.nat({ max: 95 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(sparse, aroundChanges, (cells, fromMinute) => {
        const days: Partial<Record<(typeof WEEKDAYS)[number], string>> = {};
        for (const [day, cell] of cells) {
          const quarters = days[day] ?? NEVER;
          days[day] = `${quarters.slice(0, cell)}1${quarters.slice(cell + 1)}`;
        }
        const schedule = scheduleOf(timeZone, days);
        let minute = fromMinute;
        while (!isActive(schedule, new Date(minute * MINUTE_MS))) minute += 1;
        expect(nextActive(schedule, new Date(fromMinute * MINUTE_MS))).toEqual(new Date(minute * MINUTE_MS));
      }),
      { numRuns: 40 },
    );
  });
});

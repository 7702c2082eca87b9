import { weeklyScheduleSchema } from '@twotwenty/contracts/alert';
import { describe, expect, it } from 'vitest';
import {
  cellName,
  hoursOn,
  neighbour,
  paint,
  paintBetween,
  PRESETS,
  stateOf,
  toggle,
  toggleQuarter,
  weekOrder,
  WEEKDAYS,
} from './week.js';

const never = PRESETS.never.week;
const monday8 = { day: 'monday', hour: 8 } as const;

describe('presets', () => {
  it.each(Object.values(PRESETS))('are weeks that can be stored: $word', ({ week }) => {
    expect(weeklyScheduleSchema.parse({ timeZone: 'UTC', days: week }).days).toEqual(week);
  });

  it('are what they are called', () => {
    expect(Object.values(PRESETS).map(({ week }) => hoursOn(week))).toEqual([
      '168 of 168 hours',
      '50 of 168 hours',
      '118 of 168 hours',
      '0 of 168 hours',
    ]);
    expect(stateOf(PRESETS.working.week, { day: 'friday', hour: 17 })).toBe('on');
    expect(stateOf(PRESETS.working.week, { day: 'friday', hour: 18 })).toBe('off');
    expect(stateOf(PRESETS['off-hours'].week, { day: 'saturday', hour: 12 })).toBe('on');
  });
});

describe('painting', () => {
  it('paints the hours of days from the first to the last', () => {
    const week = paint(never, ['tuesday'], 22, 23, true);
    expect(week.tuesday).toBe('0'.repeat(88) + '1'.repeat(8));
    expect({ ...week, tuesday: never.tuesday }).toEqual(never);
    expect(paint(week, ['tuesday'], 22, 23, false)).toEqual(never);
  });

  it('paints a rectangle from whichever corner it is drawn', () => {
    const corners = [monday8, { day: 'wednesday', hour: 10 } as const] as const;
    const drawn = paintBetween(never, WEEKDAYS, corners[0], corners[1], true);
    expect(paintBetween(never, WEEKDAYS, corners[1], corners[0], true)).toEqual(drawn);
    expect(hoursOn(drawn)).toBe('9 of 168 hours');
  });

  it('follows the order in which the days are shown', () => {
    const order = weekOrder('en-US');
    const drawn = paintBetween(never, order, { day: 'sunday', hour: 0 }, { day: 'monday', hour: 0 }, true);
    expect(hoursOn(drawn)).toBe('2 of 168 hours');
  });

  it('turns a row or column on, and off once all of it is on', () => {
    const begun = paint(never, ['monday'], 3, 3, true);
    const on = toggle(begun, ['monday'], 0, 23);
    expect(hoursOn(on)).toBe('24 of 168 hours');
    expect(toggle(on, ['monday'], 0, 23)).toEqual(never);
  });
});

describe('cells', () => {
  it('say what they are, also in part', () => {
    expect(cellName(never, monday8)).toBe('Monday 08:00–09:00, off');
    expect(cellName(PRESETS.always.week, { day: 'sunday', hour: 23 })).toBe('Sunday 23:00–24:00, on');
    const partly = toggleQuarter(toggleQuarter(never, monday8, 0), monday8, 2);
    expect(stateOf(partly, monday8)).toBe('partly');
    expect(cellName(partly, monday8)).toBe('Monday 08:00–09:00, on 08:00–08:15 and 08:30–08:45');
    expect(toggleQuarter(toggleQuarter(partly, monday8, 0), monday8, 2)).toEqual(never);
  });

  it('have neighbours up to the edges', () => {
    expect(neighbour(WEEKDAYS, monday8, [1, 0])).toEqual({ day: 'tuesday', hour: 8 });
    expect(neighbour(WEEKDAYS, monday8, [-1, -1])).toEqual({ day: 'monday', hour: 7 });
    expect(neighbour(WEEKDAYS, monday8, [7, 24])).toEqual({ day: 'sunday', hour: 23 });
  });
});

describe('weekOrder', () => {
  it('begins where people begin their week', () => {
    expect(weekOrder('de-DE')[0]).toBe('monday');
    expect(weekOrder('en-US')[0]).toBe('sunday');
    expect(weekOrder('no language at all')).toEqual(WEEKDAYS);
  });
});

import type { ActionView } from '@twotwenty/contracts/alert';

/** Of each weekday its 96 quarter hours, `1` for on and `0` for off. */
export type Week = NonNullable<ActionView['schedule']>['days'];
export type Weekday = keyof Week;

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[];

export const HOURS = 24;
const QUARTERS = 4;
const HALF_DAY_SPAN = { from: 8, to: 18 };

/** One hour of the week. */
export interface Cell {
  readonly day: Weekday;
  /** 0 to 23 */
  readonly hour: number;
}

export type CellState = 'on' | 'off' | 'partly';

export function dayWord(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

/** The weekdays from the one with which people in some place begin their week. @param locale as browsers name languages: `en-US` */
export function weekOrder(locale: string): readonly Weekday[] {
  const first = firstDay(locale) - 1;
  return [...WEEKDAYS.slice(first), ...WEEKDAYS.slice(0, first)];
}

interface WeekInfo {
  /** 1: Monday, to 7: Sunday. */
  readonly firstDay: number;
}

/** Some browsers have it as a method, some as a property, some not at all: then the week begins on Monday (ISO 8601). */
function firstDay(locale: string): number {
  try {
    const known: Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo } = new Intl.Locale(locale);
    const { firstDay: day } = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 };
    return day >= 1 && day <= 7 ? day : 1;
  } catch {
    return 1;
  }
}

/** Of an hour that is painted in part, its quarters are not all alike. */
export function stateOf(week: Week, { day, hour }: Cell): CellState {
  const quarters = week[day].slice(hour * QUARTERS, (hour + 1) * QUARTERS);
  if (!quarters.includes('0')) return 'on';
  return quarters.includes('1') ? 'partly' : 'off';
}

/** Paints the hours of some days. @param from the first hour @param to the last one, included */
export function paint(week: Week, days: readonly Weekday[], from: number, to: number, isOn: boolean): Week {
  const start = from * QUARTERS;
  const end = (to + 1) * QUARTERS;
  const painted = (isOn ? '1' : '0').repeat(end - start);
  const changed = days.map((day) => [day, week[day].slice(0, start) + painted + week[day].slice(end)] as const);
  return { ...week, ...Object.fromEntries(changed) };
}

/** Paints all hours between two, as a rectangle of the grid. @param order in which the days are shown */
export function paintBetween(week: Week, order: readonly Weekday[], one: Cell, other: Cell, isOn: boolean): Week {
  const [first, last] = inOrder(order.indexOf(one.day), order.indexOf(other.day));
  const [from, to] = inOrder(one.hour, other.hour);
  return paint(week, order.slice(first, last + 1), from, to, isOn);
}

function inOrder(one: number, other: number): readonly [number, number] {
  return one <= other ? [one, other] : [other, one];
}

/** Turns some hours on, or off where all of them are on. */
export function toggle(week: Week, days: readonly Weekday[], from: number, to: number): Week {
  const hours = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const areOn = days.every((day) => hours.every((hour) => stateOf(week, { day, hour }) === 'on'));
  return paint(week, days, from, to, !areOn);
}

/** Turns a quarter of an hour on or off. @param quarter 0 to 3 */
export function toggleQuarter(week: Week, { day, hour }: Cell, quarter: number): Week {
  const at = hour * QUARTERS + quarter;
  const quarters = week[day];
  return { ...week, [day]: quarters.slice(0, at) + (quarters[at] === '1' ? '0' : '1') + quarters.slice(at + 1) };
}

export function isQuarterOn(week: Week, { day, hour }: Cell, quarter: number): boolean {
  return week[day][hour * QUARTERS + quarter] === '1';
}

/** `08:15`; the end of a day is `24:00`. @param quarters since midnight */
export function clockOf(quarters: number): string {
  const pad = (number: number): string => String(number).padStart(2, '0');
  return `${pad(Math.floor(quarters / QUARTERS))}:${pad((quarters % QUARTERS) * 15)}`;
}

/** `Monday 08:00–09:00, on`: what a cell is called by those who do not see the grid. */
export function cellName(week: Week, cell: Cell): string {
  const { day, hour } = cell;
  const start = hour * QUARTERS;
  const state = stateOf(week, cell);
  const parts = spans(week[day].slice(start, start + QUARTERS)).map(
    ({ from, to }) => `${clockOf(start + from)}–${clockOf(start + to)}`,
  );
  const words = state === 'partly' ? `on ${parts.join(' and ')}` : state;
  return `${dayWord(day)} ${clockOf(start)}–${clockOf(start + QUARTERS)}, ${words}`;
}

/** Where the quarters are on. */
function spans(quarters: string): readonly { readonly from: number; readonly to: number }[] {
  return [...quarters.matchAll(/1+/g)].map(({ 0: run, index }) => ({ from: index, to: index + run.length }));
}

const NEVER = Object.fromEntries(WEEKDAYS.map((day) => [day, '0'.repeat(HOURS * QUARTERS)])) as Week;
const WORKING = paint(NEVER, WEEKDAYS.slice(0, 5), HALF_DAY_SPAN.from, HALF_DAY_SPAN.to - 1, true);

/** Weeks that many people have. */
export const PRESETS: Readonly<Record<'always' | 'working' | 'off-hours' | 'never', { word: string; week: Week }>> = {
  always: { word: 'Always', week: paint(NEVER, WEEKDAYS, 0, HOURS - 1, true) },
  working: { word: 'Working hours', week: WORKING },
  'off-hours': { word: 'Nights and week-ends', week: inverse(WORKING) },
  never: { word: 'Clear', week: NEVER },
};

function inverse(week: Week): Week {
  const swap = (quarters: string): string => [...quarters].map((quarter) => (quarter === '1' ? '0' : '1')).join('');
  return Object.fromEntries(WEEKDAYS.map((day) => [day, swap(week[day])])) as Week;
}

/** How much of the week is on: `50 of 168 hours`. */
export function hoursOn(week: Week): string {
  const quarters = WEEKDAYS.reduce((sum, day) => sum + week[day].replaceAll('0', '').length, 0);
  return `${quarters / QUARTERS} of 168 hours`;
}

/** Where the keyboard goes from a cell; it stops at the edges. @param order of the days @param step of days and hours */
export function neighbour(order: readonly Weekday[], { day, hour }: Cell, step: readonly [number, number]): Cell {
  const place = clamp(order.indexOf(day) + step[0], order.length - 1);
  return { day: order[place] ?? day, hour: clamp(hour + step[1], HOURS - 1) };
}

function clamp(value: number, last: number): number {
  return Math.min(Math.max(value, 0), last);
}

import { z } from 'zod';

/** How a window comes again; what none of the others says is typed as a rule. */
export const REPEATS = ['never', 'daily', 'weekly', 'month-day', 'month-weekday', 'custom'] as const;
export type Repeat = (typeof REPEATS)[number];

/** As RFC 5545 §3.3.10 writes them, with their names. */
export const WEEKDAYS = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
} as const;
export type Weekday = keyof typeof WEEKDAYS;
export const WEEKDAY_CODES = Object.keys(WEEKDAYS) as Weekday[];

/** Which of the same weekdays of a month. */
export const NTHS = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth', [-1]: 'last' } as const;
export const NTH_CODES = ['1', '2', '3', '4', '5', '-1'] as const;
/** Days of a month; -1 is its last. */
export const MONTH_DAYS = [...Array.from({ length: 31 }, (_, index) => String(index + 1)), '-1'];

const weekdaySchema = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
const typedNumber = z.union([z.number(), z.string()]);

/** How often, as it is chosen. What is not shown keeps what was chosen. */
export const recurrenceShape = {
  repeats: z.enum(REPEATS),
  /** Every so many days, weeks or months. */
  interval: typedNumber,
  /** Empty: the weekday of the first time. */
  weekdays: z.array(weekdaySchema).readonly(),
  monthDay: z.string(),
  nth: z.enum(NTH_CODES),
  weekday: weekdaySchema,
  ends: z.enum(['never', 'until', 'count']),
  /** `2027-12-31`, the last day on which it may open. */
  until: z.string(),
  count: typedNumber,
  /** RFC 5545, for `custom`. */
  rule: z.string(),
};
export type Recurrence = Readonly<z.infer<z.ZodObject<typeof recurrenceShape>>>;

/** What is chosen at first. */
export const NO_RECURRENCE: Recurrence = {
  repeats: 'never',
  interval: 1,
  weekdays: [],
  monthDay: '1',
  nth: '1',
  weekday: 'MO',
  ends: 'never',
  until: '',
  count: 10,
  rule: 'FREQ=WEEKLY',
};

/** The rule that says what was chosen. What is missing in it is left to the controller to refuse. */
export function ruleOf(recurrence: Recurrence): string {
  if (recurrence.repeats === 'custom') return recurrence.rule.trim();
  const { interval } = recurrence;
  const parts = [...daysOf(recurrence), ...(interval === 1 ? [] : [`INTERVAL=${interval}`]), ...endOf(recurrence)];
  return parts.join(';');
}

function daysOf({ repeats, weekdays, monthDay, nth, weekday }: Recurrence): string[] {
  switch (repeats) {
    case 'weekly':
      return ['FREQ=WEEKLY', ...(weekdays.length === 0 ? [] : [`BYDAY=${weekdays.join(',')}`])];
    case 'month-day':
      return ['FREQ=MONTHLY', `BYMONTHDAY=${monthDay}`];
    case 'month-weekday':
      return ['FREQ=MONTHLY', `BYDAY=${nth}${weekday}`];
    default:
      return ['FREQ=DAILY'];
  }
}

function endOf({ ends, until, count }: Recurrence): string[] {
  if (ends === 'until') return [`UNTIL=${until.replaceAll('-', '')}`];
  return ends === 'count' ? [`COUNT=${count}`] : [];
}

/** A stored rule as it is chosen, where that says the same; else as it is written. */
export function recurrenceOf(rule: string): Recurrence {
  const custom: Recurrence = { ...NO_RECURRENCE, repeats: 'custom', rule };
  const parts = partsOf(rule);
  const days = chosenDays(parts);
  if (days === null) return custom;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const chosen = { ...NO_RECURRENCE, rule, ...days, interval, ...chosenEnd(parts) };
  // Whatever was not understood would be missing now.
  return isSameRule(partsOf(ruleOf(chosen)), parts) ? chosen : custom;
}

function partsOf(rule: string): ReadonlyMap<string, string> {
  const plain = rule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  const parts = plain.split(';').map((part) => {
    const [name = '', value = ''] = part.split('=');
    return [name, value] as const;
  });
  return new Map(parts.filter(([name, value]) => name !== 'INTERVAL' || value !== '1'));
}

function isSameRule(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  return left.size === right.size && [...left].every(([name, value]) => right.get(name) === value);
}

function chosenDays(parts: ReadonlyMap<string, string>): Partial<Recurrence> | null {
  const byDay = parts.get('BYDAY');
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return { repeats: 'daily' };
    case 'WEEKLY': {
      const weekdays = z.array(weekdaySchema).safeParse(byDay?.split(',') ?? []);
      return weekdays.success ? { repeats: 'weekly', weekdays: weekdays.data } : null;
    }
    case 'MONTHLY': {
      const monthDay = parts.get('BYMONTHDAY');
      if (monthDay !== undefined) return MONTH_DAYS.includes(monthDay) ? { repeats: 'month-day', monthDay } : null;
      const [, number, day] = /^(-?\d)(\w\w)$/.exec(byDay ?? '') ?? [];
      const nth = recurrenceShape.nth.safeParse(number);
      const weekday = weekdaySchema.safeParse(day);
      if (!nth.success || !weekday.success) return null;
      return { repeats: 'month-weekday', nth: nth.data, weekday: weekday.data };
    }
    default:
      return null;
  }
}

function chosenEnd(parts: ReadonlyMap<string, string>): Partial<Recurrence> {
  const count = parts.get('COUNT');
  if (count !== undefined) return { ends: 'count', count: Number(count) };
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(parts.get('UNTIL') ?? '') ?? [];
  return year === undefined ? {} : { ends: 'until', until: `${year}-${month}-${day}` };
}

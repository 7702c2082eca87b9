import { NTHS, WEEKDAY_CODES, WEEKDAYS, type Recurrence, type Repeat } from './repeats.js';

/** In the list of what can be chosen. */
export const REPEAT_WORDS: Readonly<Record<Repeat, string>> = {
  never: 'Never: it opens once',
  daily: 'Every day',
  weekly: 'Weekly',
  'month-day': 'Monthly, on a day of the month',
  'month-weekday': 'Monthly, on a weekday',
  custom: 'By a rule of my own (RFC 5545)',
};

const UNITS: Partial<Readonly<Record<Repeat, readonly [one: string, many: string]>>> = {
  daily: ['day', 'days'],
  weekly: ['week', 'weeks'],
  'month-day': ['month', 'months'],
  'month-weekday': ['month', 'months'],
};

/** What the interval counts: "week", "weeks". */
export function unitWord({ repeats, interval }: Pick<Recurrence, 'repeats' | 'interval'>): string {
  return UNITS[repeats]?.[interval === 1 ? 0 : 1] ?? '';
}

/**
 * How often in plain words: "every 2 weeks on Monday and Friday, 10 times".
 * @returns null for what only its rule says, and for what never comes again
 */
export function recurrenceWords(recurrence: Recurrence): string | null {
  const unit = UNITS[recurrence.repeats];
  if (unit === undefined) return null;
  const { interval } = recurrence;
  const often = interval === 1 ? `every ${unit[0]}` : `every ${interval} ${unit[1]}`;
  return `${often}${dayWords(recurrence)}${endWords(recurrence)}`;
}

function dayWords({ repeats, weekdays, monthDay, nth, weekday }: Recurrence): string {
  switch (repeats) {
    case 'weekly': {
      const names = WEEKDAY_CODES.filter((code) => weekdays.includes(code)).map((code) => WEEKDAYS[code]);
      return names.length === 0 ? ' on the weekday of the first time' : ` on ${listed(names)}`;
    }
    case 'month-day':
      return ` on ${monthDayWord(monthDay)}`;
    case 'month-weekday':
      return ` on the ${NTHS[nth]} ${WEEKDAYS[weekday]}`;
    default:
      return '';
  }
}

/** "day 15", "the last day". */
export function monthDayWord(monthDay: string): string {
  return monthDay === '-1' ? 'the last day' : `day ${monthDay}`;
}

function endWords({ ends, until, count }: Recurrence): string {
  if (ends === 'until') return until === '' ? '' : `, until ${dateWord(until)}`;
  if (ends === 'count') return count === 1 ? ', once' : `, ${count} times`;
  return '';
}

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

function dateWord(date: string): string {
  const at = Date.parse(`${date}T00:00Z`);
  return Number.isNaN(at) ? date : dateFormat.format(at);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

import { RRuleTemporal } from 'rrule-temporal';
import { parsed, refused, type Parsed } from './parsed.js';
import { wallTimeAt, type WallMs } from './zoned-time.js';

/** The starts of something that comes again and again, by the clocks of a place. */
export interface Recurrence {
  /** The starts from `from` to `to`, both included, in order. */
  between(from: WallMs, to: WallMs): WallMs[];
  /** The first start after `after`; null when there is none. */
  next(after: WallMs): WallMs | null;
}

export const MAX_RULE_LENGTH = 512;

const WEEKDAY = 'MO|TU|WE|TH|FR|SA|SU';

interface RulePart {
  readonly form: RegExp;
  /** What would be right. */
  readonly right: string;
}

/** The parts of a rule (RFC 5545 §3.3.10) that make sense for something with a length that happens at most once a day. */
const PARTS: Readonly<Record<string, RulePart>> = {
  FREQ: { form: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, right: 'DAILY, WEEKLY, MONTHLY or YEARLY' },
  INTERVAL: { form: /^([1-9]\d{0,2}|1000)$/, right: 'a whole number from 1 to 1000' },
  COUNT: { form: /^([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$/, right: 'a whole number from 1 to 366' },
  UNTIL: { form: /^\d{8}(T\d{6}Z)?$/, right: 'a date such as 20271231 or a time in UTC such as 20271231T220000Z' },
  BYDAY: {
    form: listOf(`([+-]?([1-9]|[1-4]\\d|5[0-3]))?(${WEEKDAY})`),
    right: 'days such as MO,WE or, within a month, 1MO for the first Monday and -1SU for the last Sunday',
  },
  BYMONTHDAY: { form: listOf('[+-]?([1-9]|[12]\\d|3[01])'), right: 'days from 1 to 31, or -1 to -31 from the end' },
  BYMONTH: { form: listOf('([1-9]|1[0-2])'), right: 'months from 1 to 12' },
  BYYEARDAY: {
    form: listOf('[+-]?([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
    right: 'days from 1 to 366, or -1 to -366 from the end',
  },
  BYWEEKNO: { form: listOf('[+-]?([1-9]|[1-4]\\d|5[0-3])'), right: 'weeks from 1 to 53, or -1 to -53 from the end' },
  BYSETPOS: {
    form: listOf('[+-]?([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
    right: 'positions from 1 to 366, or -1 to -366 from the end',
  },
  WKST: { form: new RegExp(`^(${WEEKDAY})$`), right: `one of ${WEEKDAY.replaceAll('|', ', ')}` },
};

function listOf(item: string): RegExp {
  return new RegExp(`^${item}(,${item})*$`);
}

/**
 * Reads a recurrence rule of RFC 5545, such as `FREQ=WEEKLY;BYDAY=SA,SU`, with or without `RRULE:` before it.
 * The time of day is that of the start: BYHOUR and its like are refused.
 * @param start the first start, by the clocks of the zone; it counts only if it is one of the rule
 * @param timeZone for an UNTIL in UTC
 */
export function parseRecurrence(rule: string, start: WallMs, timeZone: string): Parsed<Recurrence> {
  const parts = parseParts(
    rule
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, ''),
  );
  if (!parts.ok) return parts;
  const until = parts.value.get('UNTIL');
  if (until !== undefined) {
    const untilWall = wallOfUntil(until, timeZone);
    if (untilWall === null) return refused(`UNTIL=${until} is no date: write ${PARTS['UNTIL']?.right}`);
    parts.value.set('UNTIL', inBasicFormat(untilWall));
  }
  return compile(parts.value, start);
}

function parseParts(rule: string): Parsed<Map<string, string>> {
  if (rule === '') return refused('is empty: write a rule such as FREQ=WEEKLY;BYDAY=SA,SU');
  if (rule.length > MAX_RULE_LENGTH)
    return refused(`is ${rule.length} characters long: write at most ${MAX_RULE_LENGTH}`);
  const parts = new Map<string, string>();
  for (const written of rule.split(';')) {
    const [name = '', value = ''] = written.split(/=(.*)/s);
    const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (part === undefined) return refused(`has "${written}": write parts of ${Object.keys(PARTS).join(', ')}`);
    if (!part.form.test(value)) return refused(`has ${name}=${value}: write ${part.right}`);
    if (parts.has(name)) return refused(`has ${name} twice: write it once`);
    parts.set(name, value);
  }
  if (!parts.has('FREQ')) return refused(`has no FREQ: write FREQ=${PARTS['FREQ']?.right}`);
  if (parts.has('COUNT') && parts.has('UNTIL')) return refused('has COUNT and UNTIL: write one of them');
  return parsed(parts);
}

/** What the clocks show at the end: a date means the end of that day. Null for a date that does not exist. */
function wallOfUntil(until: string, timeZone: string): WallMs | null {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(T\d{6}Z)?$/.exec(until) ?? [];
  const clock = time === undefined ? '23:59:59' : `${time.slice(1, 3)}:${time.slice(3, 5)}:${time.slice(5, 7)}`;
  const iso = `${year}-${month}-${day}T${clock}.000Z`;
  const at = Date.parse(iso);
  // 31 February may be read as 3 March.
  if (Number.isNaN(at) || new Date(at).toISOString() !== iso) return null;
  return time === undefined ? at : wallTimeAt(timeZone, at);
}

function inBasicFormat(wall: WallMs): string {
  return `${new Date(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** The library is given the clocks' times as though they were UTC, so that what daylight saving means is decided by us. */
function compile(parts: ReadonlyMap<string, string>, start: WallMs): Parsed<Recurrence> {
  const rule = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  try {
    const library = new RRuleTemporal({
      rruleString: `DTSTART:${inBasicFormat(start)}\nRRULE:${rule}`,
      strict: true,
    });
    const first = library.next(new Date(start), true);
    if (first === null) return refused('never happens: let it end later');
    // Counting from the start again for every question would take long.
    return parsed(parts.has('COUNT') ? ofList(library.all().map(toMs)) : ofLibrary(library));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return refused(/maximum/i.test(message) ? 'never happens: choose days that exist' : `is not possible: ${message}`);
  }
}

function toMs(time: { readonly epochMilliseconds: number }): WallMs {
  return time.epochMilliseconds;
}

function ofLibrary(library: RRuleTemporal): Recurrence {
  return {
    between: (from, to) => library.between(new Date(from), new Date(to), true).map(toMs),
    next(after) {
      const next = library.next(new Date(after), false);
      return next === null ? null : toMs(next);
    },
  };
}

function ofList(starts: readonly WallMs[]): Recurrence {
  return {
    between: (from, to) => starts.filter((start) => start >= from && start <= to),
    next: (after) => starts.find((start) => start > after) ?? null,
  };
}

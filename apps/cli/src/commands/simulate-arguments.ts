import { InvalidArgumentError } from 'commander';

/** The same limits and defaults as a monitor has. */
export const SIMULATION_LIMITS = {
  outageSeconds: { min: 0, max: 31 * 86_400 },
  testDurationSeconds: { min: 0, max: 300 },
  delaySeconds: { min: 0.5, max: 7 * 86_400 },
  count: { min: 1, max: 1000 },
} as const;
export const SIMULATION_DEFAULTS = {
  failuresPerAlert: 3,
  maxAlerts: 3,
  delaySeconds: { up: 300, warn: 60, down: 120, lost: 300 },
} as const;

interface Range {
  readonly min: number;
  readonly max: number;
}

const SECONDS = /^\d+(\.\d{1,3})?$/;
const UNITS = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d{1,3})?)s)?$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
/** What follows the outage must still be an instant with a year of four digits. */
const YEARS = { min: 0, max: 9998 };

/** Reads a length of time as seconds (`480`) or with units (`8m`, `1h30m`). @throws InvalidArgumentError */
export function readOutage(text: string): number {
  const { outageSeconds } = SIMULATION_LIMITS;
  const seconds = secondsOf(text);
  if (isWithin(seconds, outageSeconds)) return seconds;
  throw new InvalidArgumentError('It must be a length of time such as 480, 8m or 1h30m, at most 31d.');
}

function secondsOf(text: string): number {
  if (SECONDS.test(text)) return Number(text);
  const match = text === '' ? null : UNITS.exec(text);
  if (match === null) return NaN;
  const [days, hours, minutes, seconds] = match.slice(1).map((digits: string | undefined) => Number(digits ?? 0));
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
}

/** Reads the time from the end of a test to the next, seconds. @throws InvalidArgumentError */
export function readDelay(text: string): number {
  return readSeconds(text, SIMULATION_LIMITS.delaySeconds);
}

/** Reads how long a test takes, seconds. @throws InvalidArgumentError */
export function readTestDuration(text: string): number {
  return readSeconds(text, SIMULATION_LIMITS.testDurationSeconds);
}

function readSeconds(text: string, range: Range): number {
  const seconds = SECONDS.test(text) ? Number(text) : NaN;
  if (isWithin(seconds, range)) return seconds;
  throw new InvalidArgumentError(
    `It must be a number of seconds from ${range.min} to ${range.max}, no finer than a millisecond.`,
  );
}

/** Reads a number of failures or alerts. @throws InvalidArgumentError */
export function readCount(text: string): number {
  const { count } = SIMULATION_LIMITS;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (isWithin(value, count)) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${count.min} to ${count.max}.`);
}

/** Reads an instant of ISO 8601, with its distance from UTC. @throws InvalidArgumentError */
export function readInstant(text: string): Date {
  const day = INSTANT.exec(text)?.[1];
  const instant = new Date(text);
  const isShown = isWithin(instant.getUTCFullYear(), YEARS);
  if (day !== undefined && isDay(day) && isShown) return instant;
  throw new InvalidArgumentError(
    'It must be an instant such as 2026-03-02T05:57:00Z or 2026-03-02T06:57:00+01:00, before the year 9999.',
  );
}

/** False for a day such as February 30th, of which `Date` makes one in March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

function isWithin(value: number, { min, max }: Range): boolean {
  return value >= min && value <= max;
}

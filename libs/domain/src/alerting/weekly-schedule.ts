import { DAY_MS, MINUTE_MS, modulo, offsetChangeBetween, wallTimeAt, type EpochMs, type WallMs } from './zoned-time.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const QUARTERS_PER_DAY = 96;

/**
 * When an action may act: of each weekday 96 quarter hours as people paint them, `1` for yes and `0` for no, the first
 * from 00:00 to 00:15 by the clocks of the zone. A clock that is put back shows an hour twice, and both count; a skipped
 * hour never comes. One character a cell: a grid shows it without a conversion, a reviewer sees a change in a diff.
 */
export interface WeeklySchedule {
  /** By the IANA database, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly days: Readonly<Record<Weekday, string>>;
}

const QUARTER_MS = 15 * MINUTE_MS;

/** A painted quarter hour comes every week, unless the clocks skip it: then a week later. The third week is for a zone that drops a day. */
const HORIZON_MS = 22 * DAY_MS;

/** Whether an action with this schedule may act at an instant; null means always. */
export function isActive(schedule: WeeklySchedule | null, at: Date): boolean {
  return schedule === null || isPainted(schedule.days, wallTimeAt(schedule.timeZone, at.getTime()));
}

function isPainted(days: Readonly<Record<Weekday, string>>, wall: WallMs): boolean {
  // 1 January 1970 was a Thursday.
  const weekday = WEEKDAYS[modulo(Math.floor(wall / DAY_MS) + 3, 7)] ?? 'monday';
  return days[weekday][Math.floor(modulo(wall, DAY_MS) / QUARTER_MS)] === '1';
}

/**
 * The first instant from `from` on at which an action with this schedule may act: `from` itself if it may then.
 * @returns null when no quarter hour is painted
 */
export function nextActive(schedule: WeeklySchedule | null, from: Date): Date | null {
  if (schedule === null) return from;
  if (!WEEKDAYS.some((day) => schedule.days[day].includes('1'))) return null;
  let at = from.getTime();
  const end = at + HORIZON_MS;
  let wall = wallTimeAt(schedule.timeZone, at);
  while (!isPainted(schedule.days, wall)) {
    if (at > end) return null;
    at = nextBoundary(schedule.timeZone, at, wall);
    wall = wallTimeAt(schedule.timeZone, at);
  }
  return new Date(at);
}

/** The next instant at which another quarter hour begins: by the passing of time, or because the clocks are changed. */
function nextBoundary(timeZone: string, at: EpochMs, wall: WallMs): EpochMs {
  const stepMs = QUARTER_MS - modulo(wall, QUARTER_MS);
  const next = at + stepMs;
  if (wallTimeAt(timeZone, next) - wall === stepMs) return next;
  return offsetChangeBetween(timeZone, at, next);
}

/**
 * What is wrong with one day's quarter hours, and what would be right; null when nothing is.
 * @param quarters what somebody wrote for the day
 */
export function quartersProblem(day: Weekday, quarters: string): string | null {
  const wrong = /[^01]/.exec(quarters);
  if (wrong !== null) return `${day} has "${wrong[0]}" at quarter hour ${wrong.index + 1}, only 0 and 1 are allowed`;
  if (quarters.length === QUARTERS_PER_DAY) return null;
  return `${day} has ${quarters.length} quarter hours, ${QUARTERS_PER_DAY} are needed`;
}

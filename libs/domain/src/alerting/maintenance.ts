import { parseRecurrence, type Recurrence } from './recurrence.js';
import {
  DAY_MS,
  instantOfWallTime,
  isTimeZone,
  UNKNOWN_TIME_ZONE,
  wallTimeAt,
  type EpochMs,
  type WallMs,
} from './zoned-time.js';

/** A window that opens once; `to` is no longer part of it. */
export interface OnceWindow {
  readonly kind: 'once';
  readonly from: Date;
  readonly to: Date;
}

/**
 * A window that opens again and again, by the clocks of a zone. A window from 22:00 to 04:00 does so in the nights of
 * daylight saving too, which makes it an hour shorter or longer there. Where the clocks skip the start, the window opens
 * later by what is skipped and keeps its length; where they show it twice, it opens the first time (RFC 5545 §3.3.5).
 */
export interface RecurringWindow {
  readonly kind: 'recurring';
  /** By the IANA database. */
  readonly timeZone: string;
  /** When it opens and closes the first time, by the clocks of the zone: `2026-01-05T22:00`. */
  readonly from: string;
  readonly to: string;
  /** RFC 5545 §3.3.10, such as `FREQ=MONTHLY;BYDAY=2TU`. Times of day come from `from`. */
  readonly rule: string;
}

export type MaintenanceWindow = OnceWindow | RecurringWindow;

/** No window of a recurrence is longer: what lasts longer is a hold that somebody sets. */
export const MAX_RECURRING_WINDOW_MS = 7 * DAY_MS;

/** Windows that follow each other without a gap are followed this far. */
const MAX_CHAIN = 1000;

interface Opening {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

interface Compiled {
  readonly timeZone: string;
  readonly recurrence: Recurrence;
  readonly lengthMs: number;
}

const compiledWindows = new WeakMap<RecurringWindow, Compiled>();

/** What is wrong with a recurring window: the field, what is wrong with it, and what would be right. */
export interface WindowProblem {
  readonly field: 'timeZone' | 'from' | 'to' | 'rule';
  readonly problem: string;
}

/** Everything that is wrong with a recurring window; empty when nothing is. The rule is looked at once the rest is right. */
export function windowProblems(window: RecurringWindow): readonly WindowProblem[] {
  const compiled = compile(window);
  return 'recurrence' in compiled ? [] : compiled;
}

/** Throws an Error for a recurring window that `windowProblems` refuses. */
export function isOpen(window: MaintenanceWindow, at: Date): boolean {
  if (window.kind === 'once') return at >= window.from && at < window.to;
  return openingsAt(compiledOf(window), at.getTime()).length > 0;
}

/**
 * When the window opens or closes next, after `after`.
 * @returns null when it does not any more, or not within 1,000 openings that follow each other without a gap
 */
export function nextChange(window: MaintenanceWindow, after: Date): Date | null {
  if (window.kind === 'once') return [window.from, window.to].find((change) => change > after) ?? null;
  const compiled = compiledOf(window);
  const atMs = after.getTime();
  const isOpenNow = openingsAt(compiled, atMs).length > 0;
  const change = isOpenNow ? nextClose(compiled, atMs) : (nextOpening(compiled, atMs)?.fromMs ?? null);
  return change === null ? null : new Date(change);
}

/** From when to when a window is open; `to` is no longer part of it. */
export interface WindowOpening {
  readonly from: Date;
  readonly to: Date;
}

/**
 * When the window opens next, after `after`, in order. An opening that is under way is none of them.
 * @param count at most so many
 * @throws Error for a recurring window that `windowProblems` refuses
 */
export function nextOpenings(window: MaintenanceWindow, after: Date, count: number): readonly WindowOpening[] {
  if (window.kind === 'once') return window.from > after ? [{ from: window.from, to: window.to }].slice(0, count) : [];
  const compiled = compiledOf(window);
  const openings: WindowOpening[] = [];
  let next = nextOpening(compiled, after.getTime());
  while (next !== null && openings.length < count) {
    openings.push({ from: new Date(next.fromMs), to: new Date(next.toMs) });
    next = nextOpening(compiled, next.fromMs);
  }
  return openings;
}

function nextClose(compiled: Compiled, atMs: EpochMs): EpochMs | null {
  let end = atMs;
  for (let count = 0; count < MAX_CHAIN; count += 1) {
    const open = openingsAt(compiled, end);
    if (open.length === 0) return end;
    end = Math.max(...open.map(({ toMs }) => toMs));
  }
  return null;
}

function nextOpening(compiled: Compiled, atMs: EpochMs): Opening | null {
  // A start that the clocks skip comes later than they say: begin a day early.
  let wall = compiled.recurrence.next(wallTimeAt(compiled.timeZone, atMs) - DAY_MS);
  while (wall !== null) {
    const opening = openingOf(compiled, wall);
    if (opening.fromMs > atMs) return opening;
    wall = compiled.recurrence.next(wall);
  }
  return null;
}

/** The openings that an instant is in. */
function openingsAt(compiled: Compiled, atMs: EpochMs): Opening[] {
  const wall = wallTimeAt(compiled.timeZone, atMs);
  // No change of the clocks is larger than a day.
  const starts = compiled.recurrence.between(wall - compiled.lengthMs - DAY_MS, wall + DAY_MS);
  return starts.map((start) => openingOf(compiled, start)).filter(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
}

function openingOf({ timeZone, lengthMs }: Compiled, start: WallMs): Opening {
  const { at: fromMs, isSkipped } = instantOfWallTime(timeZone, start);
  return { fromMs, toMs: isSkipped ? fromMs + lengthMs : instantOfWallTime(timeZone, start + lengthMs).at };
}

function compiledOf(window: RecurringWindow): Compiled {
  const known = compiledWindows.get(window);
  if (known !== undefined) return known;
  const compiled = compile(window);
  if (!('recurrence' in compiled)) {
    const problems = compiled.map(({ field, problem }) => `${field} ${problem}`);
    throw new Error(`The maintenance window is not right: ${problems.join('; ')}`);
  }
  compiledWindows.set(window, compiled);
  return compiled;
}

function compile({ timeZone, from, to, rule }: RecurringWindow): Compiled | readonly WindowProblem[] {
  const start = wallTimeOf(from);
  const end = wallTimeOf(to);
  const problems: WindowProblem[] = [];
  if (!isTimeZone(timeZone)) problems.push({ field: 'timeZone', problem: UNKNOWN_TIME_ZONE });
  if (start === null) problems.push({ field: 'from', problem: UNKNOWN_WALL_TIME });
  if (end === null) problems.push({ field: 'to', problem: UNKNOWN_WALL_TIME });
  if (start === null || end === null || problems.length > 0) return problems;
  if (end <= start) return [{ field: 'to', problem: `must be after ${from}, when the window opens` }];
  if (end - start > MAX_RECURRING_WINDOW_MS) return [{ field: 'to', problem: 'must be at most 7 days after it opens' }];
  const recurrence = parseRecurrence(rule, start, timeZone);
  if (!recurrence.ok) return [{ field: 'rule', problem: recurrence.problem }];
  return { timeZone, recurrence: recurrence.value, lengthMs: end - start };
}

const UNKNOWN_WALL_TIME = 'must be a date and time that exist, such as 2026-01-05T22:00';

function wallTimeOf(text: string): WallMs | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  const wall = Date.parse(`${text}Z`);
  // 31 February may be read as 3 March.
  return !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(text) ? wall : null;
}

/** Milliseconds since 1970, as `Date` counts them. */
export type EpochMs = number;
/** What the clocks of a place show, counted as though the place were in UTC. */
export type WallMs = number;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const DAY_MS = 24 * 60 * MINUTE_MS;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Of one zone; kept, because making one takes longer than a thousand uses. Throws a RangeError for an unknown zone. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/**
 * Whether this is a zone of the IANA database, or an alias in it such as `US/Eastern`. Fixed offsets such as `+05:30`
 * are none: some versions of Node take them, others don't.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

export const UNKNOWN_TIME_ZONE = 'must be a time zone of the IANA database such as Europe/Berlin or UTC';

/**
 * What the clocks in a zone show at an instant.
 * Throws a RangeError for an unknown zone; ask `isTimeZone` before one is stored.
 */
export function wallTimeAt(timeZone: string, at: EpochMs): WallMs {
  // "11/22/2026, 19:59:18": slices of it are much faster than formatToParts.
  const text = formatterOf(timeZone).format(at);
  const digits = (from: number, to: number): number => Number(text.slice(from, to));
  const wholeSeconds = Date.UTC(
    digits(6, 10),
    digits(0, 2) - 1,
    digits(3, 5),
    digits(12, 14),
    digits(15, 17),
    digits(18, 20),
  );
  return wholeSeconds + modulo(at, SECOND_MS);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
export function offsetMsAt(timeZone: string, at: EpochMs): number {
  return wallTimeAt(timeZone, at) - at;
}

export interface ResolvedWallTime {
  readonly at: EpochMs;
  /** True if the clocks never show it, because they are put forward over it. */
  readonly isSkipped: boolean;
}

/**
 * The instant at which the clocks of a zone show a time (RFC 5545 §3.3.5): the first one when they show it twice; when
 * they skip it, as long after the last time before the gap as it would have been without the gap.
 */
export function instantOfWallTime(timeZone: string, wall: WallMs): ResolvedWallTime {
  const before = wall - offsetMsAt(timeZone, wall - DAY_MS);
  const after = wall - offsetMsAt(timeZone, wall + DAY_MS);
  for (const at of [before, after].sort((left, right) => left - right)) {
    if (wallTimeAt(timeZone, at) === wall) return { at, isSkipped: false };
  }
  return { at: before, isSkipped: true };
}

/**
 * The first instant after `from` whose offset is another than that of `from`, to the second.
 * @param to an instant whose offset is another, with one change between the two
 */
export function offsetChangeBetween(timeZone: string, from: EpochMs, to: EpochMs): EpochMs {
  const offset = offsetMsAt(timeZone, from);
  let low = Math.floor(from / SECOND_MS);
  let high = Math.ceil(to / SECOND_MS);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMsAt(timeZone, middle * SECOND_MS) === offset) low = middle;
    else high = middle;
  }
  return high * SECOND_MS;
}

/** The remainder that is never negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

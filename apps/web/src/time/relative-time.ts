const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A test that is this late is worth a word: the schedule or the workers may have stopped. */
const OVERDUE_AFTER_MS = 30 * SECOND;

/** A number and its unit stay on one line. */
function quantity(count: number, unit: string): string {
  return `${Math.floor(count)}\u00a0${unit}`;
}

/** A length of time in at most two units: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`, `40 d`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < MINUTE) return quantity(ms / SECOND, 's');
  if (ms < HOUR) return quantity(ms / MINUTE, 'min');
  if (ms < DAY) return twoUnits(ms, HOUR, 'h', MINUTE, 'min');
  if (ms < 10 * DAY) return twoUnits(ms, DAY, 'd', HOUR, 'h');
  return quantity(ms / DAY, 'd');
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const head = quantity(ms / large, largeName);
  const rest = ms % large;
  return rest < small ? head : `${head} ${quantity(rest / small, smallName)}`;
}

/** When something happened, seen from now. */
export function formatAgo(at: string, nowMs: number): string {
  const elapsed = nowMs - Date.parse(at);
  return elapsed < SECOND ? 'just now' : `${formatDuration(elapsed)} ago`;
}

/** When a test is due, seen from now, and whether it should have run by now. */
export function formatDue(at: string, nowMs: number): { readonly text: string; readonly overdue: boolean } {
  const ahead = Date.parse(at) - nowMs;
  if (ahead >= SECOND) return { text: `in ${formatDuration(ahead)}`, overdue: false };
  if (ahead > -OVERDUE_AFTER_MS) return { text: 'now', overdue: false };
  return { text: `overdue ${formatDuration(-ahead)}`, overdue: true };
}

const exactFormat = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** The exact instant in the viewer's time zone and habits. */
export function formatExact(at: string): string {
  return exactFormat.format(new Date(at));
}

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day in the viewer's zone, to the second. @param atMs milliseconds since 1970 */
export function formatClock(atMs: number): string {
  return clockFormat.format(atMs);
}

/** Whether sessions to port 25 leave a place: many providers let none out. */
export const PORT_25_STATES = ['open', 'blocked', 'unknown'] as const;
export type Port25State = (typeof PORT_25_STATES)[number];

/** What came of connecting to port 25 of a public address. */
export interface Port25Attempt {
  readonly address: string;
  readonly atMs: number;
  /** `silent`: no answer in time, or no way there. `refused`: something else, such as a refusal, which tells nothing. */
  readonly outcome: 'connected' | 'silent' | 'refused';
}

/** How long an attempt says something, milliseconds. */
export const PORT_25_WINDOW_MS = 600_000;
/** One or two servers may be down; that many at once hardly are. */
const MIN_SILENT_ADDRESSES = 3;

/** What is said where port 25 is blocked, and what to do about it. */
export const PORT_25_BLOCKED = {
  code: 'port-25-blocked',
  message:
    'No server answers from here on port 25: most likely the provider of this machine blocks it. Tests from here then fail whatever the servers do.',
  fix: 'Ask the provider to open port 25 outbound, or run the worker where it is open.',
} as const;

/**
 * Whether port 25 is open from here, by the tests of the last minutes alone: open once a connection came about; blocked when
 * connections to at least three addresses all got no answer.
 * @param nowMs by the clock of the attempts
 */
export function judgePort25(attempts: readonly Port25Attempt[], nowMs: number): Port25State {
  const recent = attempts.filter(({ atMs }) => nowMs - atMs <= PORT_25_WINDOW_MS);
  if (recent.some(({ outcome }) => outcome === 'connected')) return 'open';
  if (recent.some(({ outcome }) => outcome !== 'silent')) return 'unknown';
  return new Set(recent.map(({ address }) => address)).size >= MIN_SILENT_ADDRESSES ? 'blocked' : 'unknown';
}

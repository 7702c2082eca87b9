/** How long a worker may be silent before it is taken to be gone, milliseconds. It speaks every 15 s. */
export const SITE_LEASE_MS = 60_000;

/** Longest time without looking that leaves nothing unheard: at most one beat of each worker falls into it. */
const MAX_GAP_MS = 20_000;

/**
 * The time in which all that workers said was heard, without a gap: what says something about their silence. All times are
 * of one clock, the database's.
 */
export interface Hearing {
  readonly since: Date;
  readonly until: Date;
}

/**
 * Goes on hearing, or begins anew after a gap: evaluators, queue or database were away, and nobody could have heard.
 * @param now at which the queue held nothing that was not heard yet
 */
export function hearOn(before: Hearing | null, now: Date): Hearing {
  const gapMs = before === null ? null : now.getTime() - before.until.getTime();
  const goesOn = before !== null && gapMs !== null && gapMs >= 0 && gapMs <= MAX_GAP_MS;
  return { since: goesOn ? before.since : now, until: now };
}

/** Whether who was not heard until now has been silent for a whole lease. */
export function heardLongEnough(hearing: Hearing | null): boolean {
  return hearing !== null && hearing.until.getTime() - hearing.since.getTime() >= SITE_LEASE_MS;
}

/** After so many attempts that failed, the action that stands in is called upon; this one is tried further. */
export const FALL_BACK_AFTER_ATTEMPTS = 3;

const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 60_000;
const LONGEST_DELAY_ASKED_MS = 3_600_000;
/** A relay that is away for a night is still worth waiting for: the notice then says when it was decided. */
const GIVE_UP_AFTER_MS = 12 * 3_600_000;

/**
 * How long to wait before a delivery is tried again: 5 s, doubled with each attempt up to a minute, a fifth more or less
 * by chance, so that those that failed together don't come together again.
 * @param attempts made so far, from 1
 * @param retryAfterSeconds what the receiver asked for, if it did; at most an hour of it is granted
 * @param random 0 to 1, exclusive
 */
export function retryDelayMs(attempts: number, retryAfterSeconds: number | null, random: number): number {
  const doubled = Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_DELAY_MS);
  const asked = Math.min((retryAfterSeconds ?? 0) * 1000, LONGEST_DELAY_ASKED_MS);
  return Math.round(Math.max(doubled, asked) * (0.8 + 0.4 * random));
}

/** Whether a delivery that still fails is not worth a further attempt. @param firstTriedAt its first attempt */
export function isGivenUp(firstTriedAt: Date, now: Date): boolean {
  return now.getTime() - firstTriedAt.getTime() >= GIVE_UP_AFTER_MS;
}

import type { Policy } from './policy.js';
import type { Status } from './status.js';

/** Seconds between the end of a test's time and the last moment at which its results still count. */
export const LEASE_GRACE_SECONDS = 15;

/** Monitors that start together (created in bulk, released from a hold) are spread over at most this many seconds. */
export const START_SPREAD_SECONDS = 60;

/**
 * When a monitor is due again after a test.
 *
 * The delay is that of the state after the verdict. A monitor of which nothing is known yet is asked again after the
 * `warn` delay, because somebody waits for its first answer.
 * @param status the status after the verdict
 * @param testEndedAt the moment of the decision
 */
export function nextDueAt(status: Status, policy: Policy, testEndedAt: Date): Date {
  const delaySeconds = policy.delaySeconds[status === 'uninitialized' ? 'warn' : status];
  return new Date(testEndedAt.getTime() + Math.round(delaySeconds * 1000));
}

/**
 * When a monitor has its first test after it was created or released.
 * @param position a number from 0 (inclusive) to 1 (exclusive) that says where in the spread it starts
 */
export function firstDueAt(policy: Policy, now: Date, position: number): Date {
  const spreadSeconds = Math.min(START_SPREAD_SECONDS, policy.delaySeconds.up);
  return new Date(now.getTime() + Math.floor(position * spreadSeconds * 1000));
}

/** Seconds for which a test stays open: its time, and the grace for queue and evaluation. */
export function leaseSeconds(maxTestDurationSeconds: number): number {
  return maxTestDurationSeconds + LEASE_GRACE_SECONDS;
}

import type { Hold, Status } from './status.js';

/** The outage that begins with the first failed test and is worth an incident once an alert was raised. */
export interface OpenIncident {
  readonly id: string;
  readonly startedAt: Date;
}

/**
 * What the decision knows of a monitor. Invariants: `failures` and `alerts` are 0 in `uninitialized` and `up`;
 * an incident is open exactly in `down` and `lost`; `firstFailureAt` is set exactly while `failures` > 0.
 */
export interface MonitorState {
  readonly status: Status;
  /** When `status`, or the hold that hides it, began. */
  readonly since: Date;
  /** Consecutive failed tests; while something the monitor depends on is out, only as many as count towards an alert. */
  readonly failures: number;
  /** Alerts raised in this incident. */
  readonly alerts: number;
  readonly firstFailureAt: Date | null;
  readonly incident: OpenIncident | null;
  readonly hold: Hold | null;
}

/** The state of a monitor that nothing is known of: new, or just released from a hold. */
export function uninitializedState(since: Date, hold: Hold | null = null): MonitorState {
  return { status: 'uninitialized', since, failures: 0, alerts: 0, firstFailureAt: null, incident: null, hold };
}

/** Seconds from the end of a test to the next one, by the status after the verdict. */
export interface Delays {
  readonly up: number;
  readonly warn: number;
  readonly down: number;
  readonly lost: number;
}

/** What of a monitor's configuration bears on the decision. */
export interface Policy {
  /** N: consecutive failures per alert, at least 1. */
  readonly failuresPerAlert: number;
  /** M: alerts of one incident before the monitor is Lost, at least 1. */
  readonly maxAlerts: number;
  readonly delaySeconds: Delays;
}

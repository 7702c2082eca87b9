/** How a check came out. A warning is worth a look; what has failed keeps the product from working. */
export type Status = 'ok' | 'warning' | 'failed';

/** One line of the doctor's report. */
export interface Finding {
  /** What was looked at, such as `Redis` or `port 25`. */
  readonly subject: string;
  readonly status: Status;
  /** One sentence: what is. */
  readonly message: string;
  /** What to do about it; null where nothing is to be done. */
  readonly fix: string | null;
}

export function ok(subject: string, message: string): Finding {
  return { subject, status: 'ok', message, fix: null };
}

export function warning(subject: string, message: string, fix: string): Finding {
  return { subject, status: 'warning', message, fix };
}

export function failed(subject: string, message: string, fix: string): Finding {
  return { subject, status: 'failed', message, fix };
}

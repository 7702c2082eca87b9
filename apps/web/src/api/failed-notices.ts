import type { ActionRun } from '@twotwenty/contracts/action-run';

/** The failed notices of one alert. */
export interface FailedOfAlert {
  readonly alertId: string;
  readonly alertName: string;
  readonly count: number;
}

/** How many there are of something that was counted page by page. */
export interface Counted {
  readonly count: number;
  /** There may be more than were counted. */
  readonly truncated: boolean;
}

/**
 * Notices that are not tried any more: they reached nobody. Trials are not among them, nobody waits for those, and neither are
 * repairs, which told nobody to begin with.
 */
export interface FailedNotices extends Counted {
  /** By alert, the one with most first. */
  readonly alerts: readonly FailedOfAlert[];
  /** When the oldest of them was planned, ISO 8601; null when there are none. */
  readonly oldestAt: string | null;
}

/** @param runs that failed, newest first */
export function failedNotices(runs: readonly ActionRun[], truncated: boolean): FailedNotices {
  const notices = runs.filter(({ kind, isRepair }) => kind !== 'test' && !isRepair);
  const byAlert = new Map<string, FailedOfAlert>();
  for (const { alertId, alertName } of notices) {
    // The newest comes first, and it bears the name that people know.
    const known = byAlert.get(alertId) ?? { alertId, alertName, count: 0 };
    byAlert.set(alertId, { ...known, count: known.count + 1 });
  }
  return {
    count: notices.length,
    alerts: [...byAlert.values()].sort((left, right) => right.count - left.count),
    oldestAt: notices.at(-1)?.createdAt ?? null,
    truncated,
  };
}

/** `3`, or `500+` when not all were counted. */
export function formatCount({ count, truncated }: Counted): string {
  return truncated ? `${count}+` : String(count);
}

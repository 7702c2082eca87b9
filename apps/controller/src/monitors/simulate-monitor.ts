import { toDomainAlert, type StoredAlert } from '@twotwenty/contracts/alert';
import type { DowntimeInput, DowntimeView } from '@twotwenty/contracts/downtime';
import { toDowntimeView } from '@twotwenty/contracts/downtime-view';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { simulateDowntime } from '@twotwenty/domain/alerting/simulate-downtime';

/**
 * Plays an outage through with the settings of a monitor, as if it were enabled and Up when the outage begins. Changes
 * nothing.
 * @param alerts those that serve the monitor
 */
export function simulateMonitor(
  { timing, notification }: Pick<Monitor, 'timing' | 'notification'>,
  alerts: readonly StoredAlert[],
  { startsAt, lengthSeconds, testDurationSeconds }: DowntimeInput,
): DowntimeView {
  const policy = { ...notification, delaySeconds: timing.delaySeconds };
  return toDowntimeView(
    simulateDowntime({
      policy,
      alerts: alerts.map(toDomainAlert),
      startsAt: new Date(startsAt),
      lengthSeconds,
      testDurationSeconds,
    }),
  );
}

import type { DowntimeInput, DowntimeView } from '@twotwenty/contracts/downtime';
import { toDowntimeView } from '@twotwenty/contracts/downtime-view';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { simulateDowntime } from '@twotwenty/domain/alerting/simulate-downtime';

/**
 * Plays an outage through with the settings of a monitor, as if it were enabled and Up when the outage begins. Changes
 * nothing.
 */
export function simulateMonitor(
  { timing, notification }: Pick<Monitor, 'timing' | 'notification'>,
  { startsAt, lengthSeconds, testDurationSeconds }: DowntimeInput,
): DowntimeView {
  const policy = { ...notification, delaySeconds: timing.delaySeconds };
  const downtime = { policy, alerts: [], startsAt: new Date(startsAt), lengthSeconds, testDurationSeconds };
  return toDowntimeView(simulateDowntime(downtime));
}

import type { Alert } from './alert.js';

/** Which monitors an alert serves. */
export type Assignment =
  | { readonly to: 'all' }
  | {
      readonly to: 'chosen';
      readonly monitorIds: readonly string[];
      readonly deviceIds: readonly string[];
      /** Of the monitor or of its device. */
      readonly tags: readonly string[];
    };

/** What of a monitor bears on which alerts serve it. */
export interface AssignableMonitor {
  readonly id: string;
  readonly deviceId: string;
  readonly tags: readonly string[];
  readonly deviceTags: readonly string[];
}

/** Whether an alert with this assignment serves a monitor; by how many paths makes no difference. */
export function serves(assignment: Assignment, monitor: AssignableMonitor): boolean {
  if (assignment.to === 'all') return true;
  return (
    assignment.monitorIds.includes(monitor.id) ||
    assignment.deviceIds.includes(monitor.deviceId) ||
    assignment.tags.some((tag) => monitor.tags.includes(tag) || monitor.deviceTags.includes(tag))
  );
}

/** The alerts that serve a monitor, each once, in the order given. */
export function alertsServing<A extends Pick<Alert, 'assignment'>>(
  alerts: readonly A[],
  monitor: AssignableMonitor,
): A[] {
  return alerts.filter(({ assignment }) => serves(assignment, monitor));
}

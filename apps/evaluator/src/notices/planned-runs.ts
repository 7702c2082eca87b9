import { initialState, type NewRun } from '@twotwenty/database/repositories/notice-plan';
import type { Alert } from '@twotwenty/domain/alerting/alert';
import type { PastRun, PlannedRun } from '@twotwenty/domain/alerting/plan-notices';

/** The notice that is told, and how its runs get their ids. */
export interface PlannedNotice {
  readonly noticeId: string;
  readonly at: Date;
  readonly newId: () => string;
}

/** What was planned as it is stored. @param alerts those that it was planned for */
export function toNewRuns(
  { noticeId, at, newId }: PlannedNotice,
  plans: readonly PlannedRun[],
  alerts: readonly Alert[],
): NewRun[] {
  return plans.map((plan): NewRun => {
    const { alertName, action } = describe(plan, alerts);
    const { type: actionType, groupSeconds } = action;
    return { id: newId(), noticeId, plan, state: initialState(action), alertName, actionType, groupSeconds, at };
  });
}

function describe({ alertId, actionId }: PlannedRun, alerts: readonly Alert[]) {
  const alert = alerts.find(({ id }) => id === alertId);
  const action = alert?.actions.find(({ id }) => id === actionId);
  if (alert === undefined || action === undefined) throw new Error(`action ${actionId} was planned, but is not there`);
  return { alertName: alert.name, action };
}

export function ofIncident(history: readonly PastRun[], incidentId: string): PastRun[] {
  return history.filter((run) => run.incidentId === incidentId);
}

/** The address of a page of the web interface. @param publicUrl where people reach it, with or without a slash at its end */
export function pageOf(publicUrl: string, path: string): string {
  return new URL(path, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href;
}

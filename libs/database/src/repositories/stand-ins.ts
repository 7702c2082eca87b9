import { toDomainAlert, type StoredAction } from '@twotwenty/contracts/alert';
import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import { planStandIns, type PastRun, type RunKey } from '@twotwenty/domain/alerting/plan-notices';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SELECT_ALERTS } from './delivery.sql.js';
import { initialState, insertRuns, pastRuns, type NewRun } from './notice-plan.js';

/** An alert as it is now, with sealed secrets. */
export interface AlertRow {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly assignment: Assignment;
  readonly actions: readonly StoredAction[];
}

interface Failed extends RunKey {
  readonly noticeId: string;
  readonly recoveryNumber: number | null;
  readonly recoveryNoticeId: string | null;
  readonly now: Date;
}

/**
 * Plans what is run in place of runs that could not be done, where that was not planned before.
 * @param select one of the statements `SELECT_…_TO_STAND_IN`: which runs those are
 * @param id of the delivery, or of the run
 * @param attempt its number; when a later one has begun, nothing stands in
 */
export async function callStandIns(manager: EntityManager, select: string, id: string, attempt: number): Promise<void> {
  const [failed] = await manager.query<[Failed[], number]>(select, [id, attempt]);
  const alertIds = [...new Set(failed.map(({ alertId }) => alertId))];
  if (alertIds.length === 0) return;
  const alerts = await manager.query<AlertRow[]>(SELECT_ALERTS, [alertIds]);
  const history = await historyByIncident(manager, failed);
  const runs = failed.flatMap((run) => {
    const alert = alerts.find(({ id }) => id === run.alertId);
    return alert === undefined ? [] : standInsFor(run, alert, history.get(run.incidentId) ?? []);
  });
  await insertRuns(manager, runs);
}

/** Once for all runs: a delivery may be of thousands. */
async function historyByIncident(manager: EntityManager, failed: readonly Failed[]): Promise<Map<string, PastRun[]>> {
  const byIncident = new Map<string, PastRun[]>(failed.map(({ incidentId }) => [incidentId, []]));
  for (const run of await pastRuns(manager, [...byIncident.keys()])) byIncident.get(run.incidentId)?.push(run);
  return byIncident;
}

function standInsFor(failed: Failed, alert: AlertRow, history: readonly PastRun[]): NewRun[] {
  const { actions, ...decidable } = toDomainAlert(alert);
  const plans = planStandIns(failed, { ...decidable, actions }, history, failed.recoveryNumber, failed.now);
  return plans.map((plan) => {
    const action = actions.find(({ id }) => id === plan.actionId);
    if (action === undefined) throw new Error(`action ${plan.actionId} was planned, but is not there`);
    const isOther = plan.kind !== failed.kind;
    return {
      id: uuidv7(),
      noticeId: (isOther ? failed.recoveryNoticeId : null) ?? failed.noticeId,
      plan,
      state: initialState(action),
      alertName: alert.name,
      actionType: action.type,
      groupSeconds: action.groupSeconds,
      at: failed.now,
    };
  });
}

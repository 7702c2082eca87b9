import {
  initialState,
  type NewRun,
  type NoticedMonitor,
  type NoticeOccasion,
  type NoticePlanner,
  type PlanningMaterial,
  type ServingAlert,
} from '@twotwenty/database/repositories/notice-plan';
import { noticeValues } from '@twotwenty/domain/alerting/notice-values';
import { planNotices, type PastRun, type PlannedRun } from '@twotwenty/domain/alerting/plan-notices';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';

export interface NoticePlannerOptions {
  /** By the IANA database: the zone in which times are told. */
  readonly timeZone: string;
  /** Where people reach the web interface: the links of notices begin with it. */
  readonly publicUrl: string;
  readonly newId: () => string;
}

/** Makes what decides who is told of which occasion, and what. */
export function createNoticePlanner(options: NoticePlannerOptions): NoticePlanner {
  return (occasions, material) => {
    const history = [...material.history];
    const planned = occasions.flatMap((occasion) => {
      const monitor = material.monitors.get(occasion.monitorKey);
      return monitor === undefined ? [] : [planOccasion(options, occasion, monitor, material, history)];
    });
    return {
      notices: planned.filter(({ runs }) => runs.length > 0).map(({ notice }) => notice),
      runs: planned.flatMap(({ runs }) => runs),
    };
  };
}

/** @param history grows by what is planned: one batch may hold an alert and the recovery of the same incident */
function planOccasion(
  options: NoticePlannerOptions,
  { monitorKey, occasion, facts }: NoticeOccasion,
  monitor: NoticedMonitor,
  material: PlanningMaterial,
  history: PastRun[],
) {
  const kind: NewRun['plan']['kind'] = occasion.type === 'alert-raised' ? 'failure' : 'recovery';
  const alerts = material.alerts.filter((alert) => alert.monitorKeys.has(monitorKey));
  const plans = planNotices(occasion, alerts, ofIncident(history, occasion.incident.id), facts.now);
  history.push(...plans.map(toPast));
  const { alertNumber, incident, now: at } = facts;
  const noticeId = options.newId();
  const runs = plans.map((plan): NewRun => {
    const { alertName, action } = describe(plan, alerts);
    const { type: actionType, groupSeconds } = action;
    const state = initialState(action);
    return { id: options.newId(), noticeId, plan, state, alertName, actionType, groupSeconds, at };
  });
  const values = valuesOf(options, facts, kind, monitor, runs);
  const notice = { id: noticeId, monitorKey, incidentId: incident.id, kind, alertNumber, facts: values, at };
  return { notice, runs };
}

/** One notice serves the actions of all alerts; the name of the alert is filled in with the template. */
function valuesOf(
  { timeZone, publicUrl }: NoticePlannerOptions,
  facts: NoticeOccasion['facts'],
  kind: NewRun['plan']['kind'],
  { id, name, device, tags, target }: NoticedMonitor,
  runs: readonly NewRun[],
): TokenValues {
  const page = (path: string): string => new URL(path, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href;
  return noticeValues({
    ...facts,
    kind,
    monitor: { name, device, tags },
    target,
    alertName: '',
    timeZone,
    link: page(`monitors/${id}`),
    repairs: repairsAmong(runs, (runId) => page(`action-runs/${runId}`)),
  });
}

/** Such as `reboot-server waits for you: https://…`. Whoever follows the address has to log in and confirm. */
function repairsAmong(runs: readonly NewRun[], pageOf: (runId: string) => string): string[] {
  return runs.flatMap(({ id, plan, state, actionType }) => {
    if (plan.decision === 'skip' || state === 'pending') return [];
    return [state === 'ready' ? `${actionType} begins by itself` : `${actionType} waits for you: ${pageOf(id)}`];
  });
}

function ofIncident(history: readonly PastRun[], incidentId: string): PastRun[] {
  return history.filter((run) => run.incidentId === incidentId);
}

function describe({ alertId, actionId }: PlannedRun, alerts: readonly ServingAlert[]) {
  const alert = alerts.find(({ id }) => id === alertId);
  const action = alert?.actions.find(({ id }) => id === actionId);
  if (alert === undefined || action === undefined) throw new Error(`action ${actionId} was planned, but is not there`);
  return { alertName: alert.name, action };
}

function toPast({ decision, ...run }: PlannedRun): PastRun {
  return { ...run, outcome: decision === 'send' ? 'pending' : null };
}

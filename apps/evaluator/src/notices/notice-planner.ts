import type {
  NewRun,
  NoticedMonitor,
  NoticeOccasion,
  NoticePlanner,
  PlanningMaterial,
} from '@twotwenty/database/repositories/notice-plan';
import type { MonitorNoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import { noticeValues } from '@twotwenty/domain/alerting/notice-values';
import { planNotices, type PastRun, type PlannedRun } from '@twotwenty/domain/alerting/plan-notices';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { ofIncident, pageOf, toNewRuns } from './planned-runs.js';

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
  const kind: MonitorNoticeKind = occasion.type === 'alert-raised' ? 'failure' : 'recovery';
  const alerts = material.alerts.filter((alert) => alert.monitorKeys.has(monitorKey));
  const plans = planNotices(occasion, alerts, ofIncident(history, occasion.incident.id), facts.now);
  history.push(...plans.map(toPast));
  const { alertNumber, incident, now: at } = facts;
  const noticeId = options.newId();
  const runs = toNewRuns({ noticeId, at, newId: options.newId }, plans, alerts);
  const values = valuesOf(options, facts, kind, monitor, runs);
  const subject = { type: 'monitor', key: monitorKey } as const;
  const notice = { id: noticeId, subject, incidentId: incident.id, kind, alertNumber, facts: values, at };
  return { notice, runs };
}

/** One notice serves the actions of all alerts; the name of the alert is filled in with the template. */
function valuesOf(
  { timeZone, publicUrl }: NoticePlannerOptions,
  facts: NoticeOccasion['facts'],
  kind: MonitorNoticeKind,
  { id, name, device, tags, target }: NoticedMonitor,
  runs: readonly NewRun[],
): TokenValues {
  const page = (path: string): string => pageOf(publicUrl, path);
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

function toPast({ decision, ...run }: PlannedRun): PastRun {
  return { ...run, outcome: decision === 'send' ? 'pending' : null };
}

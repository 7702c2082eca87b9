import type { RunState } from '@twotwenty/contracts/action-run';
import { toDomainAlert, type StoredAction } from '@twotwenty/contracts/alert';
import type { MonitorInput } from '@twotwenty/contracts/monitor';
import type { Action, Alert } from '@twotwenty/domain/alerting/alert';
import type { NoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import type { NoticeFacts } from '@twotwenty/domain/alerting/notice-values';
import type { Occasion, PastRun, PlannedRun } from '@twotwenty/domain/alerting/plan-notices';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { isRepairType } from '@twotwenty/domain/recovery/repair-types';
import type { EntityManager } from 'typeorm';
import {
  INSERT_NOTICES,
  INSERT_RUNS,
  SELECT_HISTORY,
  SELECT_NOTICED_MONITORS,
  SELECT_SERVING_ALERTS,
} from './notice.sql.js';
import { runOverRows } from './rows.js';

/** Something that was decided and is to be told, with what the decision knows of it. */
export interface NoticeOccasion {
  readonly monitorKey: number;
  readonly occasion: Occasion;
  readonly facts: Pick<
    NoticeFacts,
    'stateBefore' | 'state' | 'failures' | 'alertNumber' | 'maxAlerts' | 'incident' | 'test' | 'now'
  >;
}

/** What of a monitor's configuration is told. */
export interface NoticedMonitor {
  readonly monitorKey: number;
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** The name of its device. */
  readonly device: string;
  readonly target: MonitorInput['target'];
}

export interface ServingAlert extends Alert {
  readonly monitorKeys: ReadonlySet<number>;
}

/** Everything that planning asks of the database, as it stands in the transaction of the decision. */
export interface PlanningMaterial {
  readonly monitors: ReadonlyMap<number, NoticedMonitor>;
  /** Those that serve any of the monitors. */
  readonly alerts: readonly ServingAlert[];
  /** The runs of the incidents so far, oldest first. */
  readonly history: readonly PastRun[];
}

/** What a notice is about. */
export type NoticeSubject =
  { readonly type: 'monitor'; readonly key: number } | { readonly type: 'site'; readonly key: number };

/** What there is to tell. */
export interface NewNotice {
  readonly id: string;
  readonly subject: NoticeSubject;
  readonly incidentId: string;
  readonly kind: NoticeKind;
  readonly alertNumber: number;
  readonly facts: TokenValues;
  readonly at: Date;
}

/** Where the run of an action begins: in the outbox, or, for a repair, ready or waiting for its release. */
export type InitialState = Extract<RunState, 'pending' | 'ready' | 'awaiting-approval'>;

export function initialState({ type, needsApproval }: Pick<Action, 'type' | 'needsApproval'>): InitialState {
  if (!isRepairType(type)) return 'pending';
  return needsApproval ? 'awaiting-approval' : 'ready';
}

/** What one action is to make of a notice. */
export interface NewRun {
  readonly id: string;
  readonly noticeId: string;
  readonly plan: PlannedRun;
  /** In which it begins, unless it is skipped. */
  readonly state: InitialState;
  readonly alertName: string;
  readonly actionType: string;
  /** How long it waits for others to be told with. */
  readonly groupSeconds: number;
  readonly at: Date;
}

export interface NoticePlan {
  readonly notices: readonly NewNotice[];
  /** In the order in which they are to be run. */
  readonly runs: readonly NewRun[];
}

/** Decides who is told of some occasions, which come in the order in which they happened. Pure but for new ids. */
export type NoticePlanner = (occasions: readonly NoticeOccasion[], material: PlanningMaterial) => NoticePlan;

/** Plans the notices of some occasions and stores them, within the transaction that decided them: the outbox. */
export async function storeNotices(
  manager: EntityManager,
  occasions: readonly NoticeOccasion[],
  plan: NoticePlanner,
): Promise<void> {
  if (occasions.length === 0) return;
  const keys = [...new Set(occasions.map(({ monitorKey }) => monitorKey))];
  const incidents = [...new Set(occasions.map(({ occasion }) => occasion.incident.id))];
  const monitors = await manager.query<NoticedMonitor[]>(SELECT_NOTICED_MONITORS, [keys]);
  const { notices, runs } = plan(occasions, {
    monitors: new Map(monitors.map((monitor) => [monitor.monitorKey, monitor])),
    alerts: await servingAlerts(manager, keys),
    history: await pastRuns(manager, incidents),
  });
  await insertPlan(manager, { notices, runs });
}

/** Puts what was planned into the outbox. */
export async function insertPlan(manager: EntityManager, { notices, runs }: NoticePlan): Promise<void> {
  await insertNotices(manager, notices);
  await insertRuns(manager, runs);
}

/** The runs of some incidents so far, oldest first. */
export async function pastRuns(manager: EntityManager, incidentIds: readonly string[]): Promise<PastRun[]> {
  return manager.query<PastRun[]>(SELECT_HISTORY, [incidentIds]);
}

/** Stores what is to be run, in the order given. */
export async function insertRuns(manager: EntityManager, runs: readonly NewRun[]): Promise<void> {
  await runOverRows(manager, INSERT_RUNS, runs, [
    (run) => run.id,
    (run) => run.noticeId,
    (run) => run.plan.incidentId,
    (run) => run.plan.alertId,
    (run) => run.alertName,
    (run) => run.plan.actionId,
    (run) => run.actionType,
    (run) => run.plan.kind,
    (run) => run.plan.alertNumber,
    (run) => run.plan.standsInForActionId,
    (run) => run.plan.reason?.code ?? null,
    (run) => run.plan.reason?.message ?? null,
    (run) => run.groupSeconds,
    (run) => run.at,
    (run) => run.state,
  ]);
}

async function insertNotices(manager: EntityManager, notices: readonly NewNotice[]): Promise<void> {
  await runOverRows(manager, INSERT_NOTICES, notices, [
    (notice) => notice.id,
    ({ subject }) => (subject.type === 'monitor' ? subject.key : null),
    ({ subject }) => (subject.type === 'site' ? subject.key : null),
    (notice) => notice.incidentId,
    (notice) => notice.kind,
    (notice) => notice.alertNumber,
    (notice) => JSON.stringify(notice.facts),
    (notice) => notice.at,
  ]);
}

interface ServingAlertRow {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly assignment: Assignment;
  readonly actions: readonly StoredAction[];
  readonly monitorKeys: readonly number[];
}

async function servingAlerts(manager: EntityManager, monitorKeys: readonly number[]): Promise<ServingAlert[]> {
  const rows = await manager.query<ServingAlertRow[]>(SELECT_SERVING_ALERTS, [monitorKeys]);
  return rows.map(({ monitorKeys: keys, ...alert }) => ({ ...toDomainAlert(alert), monitorKeys: new Set(keys) }));
}

import type { Effect } from '../effects.js';
import { REPAIR_SKIP_CODES } from '../recovery/repair-guard.js';
import { contains, formatAlertRange } from './alert-range.js';
import { isRepairType } from '../recovery/repair-types.js';
import type { OpenIncident } from '../monitor-state.js';
import type { Action, Alert } from './alert.js';
import { isAboutSite, takenBackBy, toneOf, type NoticeKind, type SiteNoticeKind } from './notice-kinds.js';
import { isActive } from './weekly-schedule.js';

/** What actions are run for, of a monitor. */
export type Occasion = Extract<Effect, { type: 'alert-raised' | 'recovered' }>;

/** What they are run for, of a site. Bad news and what takes it back have the same incident. */
export interface SiteOccasion {
  readonly type: SiteNoticeKind;
  readonly incident: OpenIncident;
}

/** Why an action is not run. Stable: people filter by it. */
export const SKIP_CODES = [
  'already-planned',
  'disabled',
  'failure-notices-off',
  'recovery-notices-off',
  'out-of-range',
  'outside-schedule',
  'no-failure-notice-sent',
  'removed',
  ...REPAIR_SKIP_CODES,
] as const;
export type SkipCode = (typeof SKIP_CODES)[number];

export interface SkipReason {
  readonly code: SkipCode;
  /** A sentence for people. */
  readonly message: string;
}

/** What became of a run that was to be sent. `pending` also while it is tried again. */
export type RunOutcome = 'pending' | 'delivered' | 'failed';

/** A run of an action that was planned before, skipped ones included. */
export interface PastRun {
  readonly incidentId: string;
  readonly alertId: string;
  readonly actionId: string;
  readonly kind: NoticeKind;
  /** As in `PlannedRun`. */
  readonly alertNumber: number;
  /** Null for a skipped run. */
  readonly outcome: RunOutcome | null;
}

/** What a run is for: an action is run once for each. */
export interface RunKey {
  readonly incidentId: string;
  readonly alertId: string;
  readonly actionId: string;
  readonly kind: NoticeKind;
  /** The number of the alert; for a recovery the number of alerts that were raised; 1 for what is told of a site. */
  readonly alertNumber: number;
}

/** One action and what is to be done about it. Skipped ones are recorded like the others. */
export type PlannedRun = RunKey & {
  /** The action that could not be done and that this one stands in for; null when it is run for itself. */
  readonly standsInForActionId: string | null;
} & ({ readonly decision: 'send'; readonly reason: null } | { readonly decision: 'skip'; readonly reason: SkipReason });

/**
 * Which actions are run for an alert that was raised, for a recovery, or for what happened to a site.
 *
 * Alerts come by name, then by id; within an alert the actions come in their own order, so that the plan depends on no
 * order of a database. Every action has one entry. The first of these reasons that applies skips it: already planned,
 * disabled, not for this kind; then for a failure out of range, for a recovery no failure notice sent; last the schedule.
 * Of a site the alert's number says nothing, so ranges don't apply, and there is nothing to repair, so repairs have no entry.
 * @param alerts those that serve the monitor, or that tell of sites; one that is named twice counts once
 * @param history the runs of this incident so far
 */
export function planNotices(
  occasion: Occasion | SiteOccasion,
  alerts: readonly Alert[],
  history: readonly PastRun[],
  now: Date,
): PlannedRun[] {
  return inOrder(alerts).flatMap((alert) =>
    actionsFor(occasion, alert).map((action) => {
      const key = keyOf(occasion, alert, action);
      return planned(key, null, skipReason(key, action, history, now));
    }),
  );
}

/**
 * What is run in place of an action that could not be done. The action it falls back to stands in whatever its own range,
 * for otherwise nobody would hear, and for a recovery even if it sent no failure notice; that it is enabled, is for this
 * kind, and is within its schedule is asked all the same. It is run once for an occasion, whoever falls back to it.
 * @param failed the run that failed for good
 * @param history the runs of this incident so far, those of the same occasion included
 * @returns null when nothing is to stand in
 */
export function planFallback(failed: RunKey, alert: Alert, history: readonly PastRun[], now: Date): PlannedRun | null {
  const fallbackId = alert.actions.find(({ id }) => id === failed.actionId)?.fallbackActionId ?? null;
  const action = alert.actions.find(({ id }) => id === fallbackId);
  if (action === undefined || action.id === failed.actionId) return null;
  const { incidentId, alertId, kind, alertNumber } = failed;
  const key: RunKey = { incidentId, alertId, actionId: action.id, kind, alertNumber };
  return planned(key, failed.actionId, fallbackSkipReason(key, action, history, now));
}

/**
 * What is run in place of an action that could not be done, and, where the monitor has recovered meanwhile, the recovery
 * notice of the action that stands in: it had told nobody when the recovery was planned.
 * @param recoveryNumber the number of alerts with which the incident recovered; null while it goes on
 */
export function planStandIns(
  failed: RunKey,
  alert: Alert,
  history: readonly PastRun[],
  recoveryNumber: number | null,
  now: Date,
): PlannedRun[] {
  const standIn = planFallback(failed, alert, history, now);
  if (standIn === null) return [];
  const kind = takenBackBy(failed.kind);
  if (standIn.decision === 'skip' || failed.kind === kind || recoveryNumber === null) return [standIn];
  const recovery = planFallback({ ...failed, kind, alertNumber: recoveryNumber }, alert, history, now);
  return recovery?.decision === 'send' ? [standIn, { ...recovery, standsInForActionId: null }] : [standIn];
}

function inOrder(alerts: readonly Alert[]): Alert[] {
  const once = new Map(alerts.map((alert) => [alert.id, alert]));
  return [...once.values()].sort((left, right) => compare(left.name, right.name) || compare(left.id, right.id));
}

/** By code units: the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function actionsFor({ type }: Occasion | SiteOccasion, { actions }: Alert): readonly Action[] {
  const isOfMonitor = type === 'alert-raised' || type === 'recovered';
  return isOfMonitor ? actions : actions.filter((action) => !isRepairType(action.type));
}

function keyOf(occasion: Occasion | SiteOccasion, alert: Alert, action: Action): RunKey {
  return { incidentId: occasion.incident.id, alertId: alert.id, actionId: action.id, ...kindOf(occasion) };
}

function kindOf(occasion: Occasion | SiteOccasion): Pick<RunKey, 'kind' | 'alertNumber'> {
  if (occasion.type === 'alert-raised') return { kind: 'failure', alertNumber: occasion.number };
  if (occasion.type === 'recovered') return { kind: 'recovery', alertNumber: occasion.alerts };
  return { kind: occasion.type, alertNumber: 1 };
}

function planned(key: RunKey, standsInForActionId: string | null, reason: SkipReason | null): PlannedRun {
  const run = { ...key, standsInForActionId };
  return reason === null ? { ...run, decision: 'send', reason } : { ...run, decision: 'skip', reason };
}

function skipReason(key: RunKey, action: Action, history: readonly PastRun[], now: Date): SkipReason | null {
  if (history.some((run) => isSame(run, key))) return reason('already-planned', 'It was planned for this already.');
  return (
    switchedOff(key, action) ??
    (toneOf(key.kind) === 'failure' ? outOfRange(key, action) : nothingToTakeBack(key, history)) ??
    outsideSchedule(key, action, now)
  );
}

function fallbackSkipReason(key: RunKey, action: Action, history: readonly PastRun[], now: Date): SkipReason | null {
  if (history.some((run) => isSame(run, key) && run.outcome !== null)) {
    return reason('already-planned', 'It was planned for this already.');
  }
  return switchedOff(key, action) ?? outsideSchedule(key, action, now);
}

function isSame(run: PastRun, key: RunKey): boolean {
  return (
    isOfAction(run, key) &&
    run.kind === key.kind &&
    (toneOf(key.kind) === 'recovery' || run.alertNumber === key.alertNumber)
  );
}

function isOfAction(run: PastRun, key: RunKey): boolean {
  return run.incidentId === key.incidentId && run.alertId === key.alertId && run.actionId === key.actionId;
}

function switchedOff(key: RunKey, action: Action): SkipReason | null {
  if (!action.enabled) return reason('disabled', 'It is disabled.');
  const tone = toneOf(key.kind);
  if (tone === 'failure' && action.onFailure === null) {
    return reason('failure-notices-off', 'It is not run for failures.');
  }
  if (tone === 'recovery' && action.onRecovery === null) {
    return reason('recovery-notices-off', 'It is not run for recoveries.');
  }
  return null;
}

function outOfRange(key: RunKey, action: Action): SkipReason | null {
  if (isAboutSite(key.kind) || contains(action.range, key.alertNumber)) return null;
  return reason('out-of-range', `Alert ${key.alertNumber} is not in its range ${formatAlertRange(action.range)}.`);
}

/** A notice that failed for good told nobody anything; one that is still tried counts, and stays ahead of the recovery. */
function nothingToTakeBack(key: RunKey, history: readonly PastRun[]): SkipReason | null {
  const hasTold = (run: PastRun): boolean => run.outcome === 'delivered' || run.outcome === 'pending';
  if (history.some((run) => isOfAction(run, key) && toneOf(run.kind) === 'failure' && hasTold(run))) return null;
  return reason('no-failure-notice-sent', 'It sent no failure notice in this incident.');
}

function outsideSchedule(key: RunKey, action: Action, now: Date): SkipReason | null {
  if (toneOf(key.kind) === 'recovery' && action.onRecovery?.ignoreSchedule === true) return null;
  if (isActive(action.schedule, now)) return null;
  return reason('outside-schedule', `It is outside its weekly schedule (${action.schedule?.timeZone}).`);
}

function reason(code: SkipCode, message: string): SkipReason {
  return { code, message };
}

import type { Decision, Effect } from './effects.js';
import { uninitializedState, type MonitorState, type OpenIncident } from './monitor-state.js';
import type { Policy } from './policy.js';
import type { Hold, Status, Verdict } from './status.js';

/** Where and when a decision is taken. */
export interface DecisionContext {
  /** The end of the test, and the time of everything the decision causes. */
  readonly now: Date;
  /** Names the incident if this decision opens one. */
  readonly newIncidentId: () => string;
  /** True: a monitor that this one depends on is out, so that a failure says nothing of this one. Default false. */
  readonly masked?: boolean;
}

/** How many failures that nothing masks it takes, at the least, before a masked monitor alerts; see `failMasked`. */
const UNMASKED_FAILURES = 2;

/**
 * The state machine: what a verdict makes of a monitor.
 *
 * Pure; the same input gives the same output. While a hold lasts every verdict is ignored.
 * @returns the state after the verdict and, in order, what it causes
 */
export function decide(state: MonitorState, verdict: Verdict, policy: Policy, context: DecisionContext): Decision {
  if (state.hold !== null) return { state, effects: [] };
  switch (verdict) {
    case 'unknown':
      return { state, effects: [{ type: 'test-unknown' }] };
    case 'pass':
      return pass(state, context.now);
    case 'fail':
      return context.masked === true ? failMasked(state, policy, context.now) : fail(state, policy, context);
  }
}

function pass(state: MonitorState, now: Date): Decision {
  if (state.status === 'up') return { state, effects: [] };
  const effects: Effect[] = [{ type: 'state-changed', from: state.status, to: 'up' }];
  if (state.incident !== null) effects.push({ type: 'recovered', incident: state.incident, alerts: state.alerts });
  return { state: { ...uninitializedState(now), status: 'up' }, effects };
}

function fail(state: MonitorState, policy: Policy, context: DecisionContext): Decision {
  const failures = state.failures + 1;
  const firstFailureAt = state.firstFailureAt ?? context.now;
  const counted = { ...state, failures, firstFailureAt };
  if (state.status === 'lost') return { state: counted, effects: [] };
  // M may have been lowered since the last alert.
  if (state.incident !== null && state.alerts >= policy.maxAlerts) return move(counted, 'lost', context.now);
  if (!alertIsDue(state, failures, policy.failuresPerAlert)) {
    return state.incident === null ? move(counted, 'warn', context.now) : { state: counted, effects: [] };
  }
  return raiseAlert(counted, firstFailureAt, policy, context);
}

/**
 * A failure while a monitor that this one depends on is out: it warns at most, and raises nothing. It counts only as far
 * as two more failures are missing to an alert (one, where N is 1 or 2), so that the alert comes soon when this monitor
 * stays out by itself, but never for failures that were masked. An open incident stays as it is.
 */
function failMasked(state: MonitorState, policy: Policy, now: Date): Decision {
  const inIncident = state.incident !== null;
  const sinceAlert = inIncident ? state.failures % policy.failuresPerAlert : state.failures;
  const limit = Math.max(policy.failuresPerAlert - UNMASKED_FAILURES, inIncident ? 0 : 1);
  const failures = sinceAlert < limit ? state.failures + 1 : state.failures;
  const counted = { ...state, failures, firstFailureAt: state.firstFailureAt ?? now };
  return inIncident ? { state: counted, effects: [] } : move(counted, 'warn', now);
}

/**
 * An alert is due at every multiple of N. N may have been lowered since the last test, so that the count jumps over a
 * multiple: a monitor that has failed N times or more and alerted nobody is due as well.
 */
function alertIsDue(state: MonitorState, failures: number, failuresPerAlert: number): boolean {
  return failures % failuresPerAlert === 0 || (state.incident === null && failures > failuresPerAlert);
}

function raiseAlert(state: MonitorState, startedAt: Date, policy: Policy, context: DecisionContext): Decision {
  const incident: OpenIncident = state.incident ?? { id: context.newIncidentId(), startedAt };
  const alerts = state.alerts + 1;
  const isLast = alerts >= policy.maxAlerts;
  const moved = move({ ...state, alerts, incident }, isLast ? 'lost' : 'down', context.now);
  const opened: Effect[] = state.incident === null ? [{ type: 'incident-opened', incident }] : [];
  const raised: Effect = { type: 'alert-raised', incident, number: alerts, failures: state.failures };
  return { state: moved.state, effects: [...opened, ...moved.effects, raised] };
}

function move(state: MonitorState, to: Status, now: Date): Decision {
  if (state.status === to) return { state, effects: [] };
  return { state: { ...state, status: to, since: now }, effects: [{ type: 'state-changed', from: state.status, to }] };
}

/**
 * Puts a monitor under a hold, exchanges one hold for another, or releases it (`hold` = null). Whatever was known is
 * forgotten; an open incident ends as interrupted, without a notice.
 */
export function changeHold(state: MonitorState, hold: Hold | null, now: Date): Decision {
  if (state.hold === hold) return { state, effects: [] };
  const effects: Effect[] = [];
  if (state.incident !== null) effects.push({ type: 'incident-interrupted', incident: state.incident });
  if (state.hold !== null) effects.push({ type: 'hold-ended', hold: state.hold });
  if (hold !== null) effects.push({ type: 'hold-began', hold });
  return { state: uninitializedState(now, hold), effects };
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeHold, decide } from './decide.js';
import type { Effect } from './effects.js';
import { uninitializedState, type MonitorState } from './monitor-state.js';
import { nextDueAt } from './due.js';
import type { Policy } from './policy.js';
import type { Status, Verdict } from './status.js';

interface TransitionRow {
  from: Status;
  failures: number;
  alerts: number;
  verdict: Verdict;
  failuresPerAlert: number;
  maxAlerts: number;
  to: Status;
  failuresAfter: number;
  alertsAfter: number;
  effects: string[];
}
interface GoldenRow {
  at: string;
  verdict: Verdict;
  state: Status;
  alert: number | null;
  recovery: boolean;
  nextInSeconds: number;
}

function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as T;
}

const START = new Date('2026-01-01T00:00:00Z');
const delaySeconds = { up: 30, warn: 30, down: 60, lost: 30 };

function stateOf(row: TransitionRow): MonitorState {
  return {
    ...uninitializedState(START),
    status: row.from,
    failures: row.failures,
    alerts: row.alerts,
    firstFailureAt: row.failures > 0 ? START : null,
    incident: row.from === 'down' || row.from === 'lost' ? { id: 'incident', startedAt: START } : null,
  };
}

describe('the table of transitions', () => {
  it.each(golden<TransitionRow[]>('transitions'))(
    '$from ($failures failures, $alerts alerts, N=$failuresPerAlert, M=$maxAlerts) $verdict → $to',
    (row) => {
      const policy: Policy = { failuresPerAlert: row.failuresPerAlert, maxAlerts: row.maxAlerts, delaySeconds };
      const context = { now: new Date(START.getTime() + 60_000), newIncidentId: () => 'new' };
      const { state, effects } = decide(stateOf(row), row.verdict, policy, context);
      expect({ to: state.status, failures: state.failures, alerts: state.alerts }).toEqual({
        to: row.to,
        failures: row.failuresAfter,
        alerts: row.alertsAfter,
      });
      expect(effects.map((effect) => effect.type)).toEqual(row.effects);
    },
  );
});

describe('the golden run', () => {
  it('raises three alerts at the right moments, then is lost, then recovers once', () => {
    const policy: Policy = { failuresPerAlert: 3, maxAlerts: 3, delaySeconds };
    let state: MonitorState = { ...uninitializedState(START), status: 'up' };
    let now = START;
    for (const row of golden<GoldenRow[]>('run')) {
      const [minutes = 0, seconds = 0] = row.at.split(':').map(Number);
      now = new Date(START.getTime() + (minutes * 60 + seconds) * 1000);
      const decision = decide(state, row.verdict, policy, { now, newIncidentId: () => 'incident' });
      state = decision.state;
      const alerts = decision.effects.flatMap((effect) => (effect.type === 'alert-raised' ? [effect.number] : []));
      const recovered = decision.effects.some((effect) => effect.type === 'recovered');
      const nextInSeconds = (nextDueAt(state.status, policy, now).getTime() - now.getTime()) / 1000;
      expect({ at: row.at, state: state.status, alert: alerts[0] ?? null, recovery: recovered, nextInSeconds }).toEqual(
        {
          at: row.at,
          state: row.state,
          alert: row.alert,
          recovery: row.recovery,
          nextInSeconds: row.nextInSeconds,
        },
      );
    }
  });
});

describe('decide', () => {
  const policy: Policy = { failuresPerAlert: 2, maxAlerts: 1, delaySeconds };
  const later = new Date(START.getTime() + 1000);
  const context = { now: later, newIncidentId: () => 'incident' };

  it('dates the incident from the first failure', () => {
    const first = decide(uninitializedState(START), 'fail', policy, { ...context, now: START });
    const second = decide(first.state, 'fail', policy, context);
    expect(second.effects).toContainEqual<Effect>({
      type: 'incident-opened',
      incident: { id: 'incident', startedAt: START },
    });
    expect(second.state.since).toEqual(later);
  });

  it('says the alert after the change of state that it goes with', () => {
    const warned = { ...uninitializedState(START), status: 'warn' as const, failures: 1, firstFailureAt: START };
    const types = decide(warned, 'fail', policy, context).effects.map((effect) => effect.type);
    expect(types).toEqual(['incident-opened', 'state-changed', 'alert-raised']);
  });

  it('alerts at the next failure when N was lowered below the failures so far', () => {
    const warned = { ...uninitializedState(START), status: 'warn' as const, failures: 4, firstFailureAt: START };
    const decision = decide(warned, 'fail', { ...policy, maxAlerts: 3 }, context);
    expect(decision.state).toMatchObject({ status: 'down', alerts: 1, failures: 5 });
  });

  it('raises no alert above M when M was lowered, and is lost at the next failure', () => {
    const incident = { id: 'incident', startedAt: START };
    const down = {
      ...uninitializedState(START),
      status: 'down' as const,
      failures: 5,
      alerts: 2,
      firstFailureAt: START,
      incident,
    };
    const decision = decide(down, 'fail', { ...policy, maxAlerts: 2 }, context);
    expect(decision.state).toMatchObject({ status: 'lost', alerts: 2, failures: 6 });
    expect(decision.effects.map((effect) => effect.type)).toEqual(['state-changed']);
  });

  it('ignores every verdict during a hold', () => {
    const held = uninitializedState(START, 'maintenance');
    for (const verdict of ['pass', 'fail', 'unknown'] as const) {
      expect(decide(held, verdict, policy, context)).toEqual({ state: held, effects: [] });
    }
  });
});

describe('changeHold', () => {
  const down: MonitorState = {
    ...uninitializedState(START),
    status: 'down',
    failures: 3,
    alerts: 1,
    firstFailureAt: START,
    incident: { id: 'incident', startedAt: START },
  };

  it('interrupts an open incident without a notice', () => {
    const { state, effects } = changeHold(down, 'disabled', START);
    expect(effects.map((effect) => effect.type)).toEqual(['incident-interrupted', 'hold-began']);
    expect(state).toEqual(uninitializedState(START, 'disabled'));
  });

  it('exchanges one hold for another', () => {
    const { effects } = changeHold(uninitializedState(START, 'maintenance'), 'disabled', START);
    expect(effects.map((effect) => effect.type)).toEqual(['hold-ended', 'hold-began']);
  });

  it('leaves a monitor uninitialized after the last hold', () => {
    const { state, effects } = changeHold(uninitializedState(START, 'suspended'), null, START);
    expect(state).toEqual(uninitializedState(START));
    expect(effects).toEqual([{ type: 'hold-ended', hold: 'suspended' }]);
  });

  it('does nothing when nothing changes', () => {
    expect(changeHold(down, null, START)).toEqual({ state: down, effects: [] });
  });
});

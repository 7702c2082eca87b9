import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { uninitializedState, type MonitorState } from './monitor-state.js';
import type { Policy } from './policy.js';
import type { Status, Verdict } from './status.js';

interface Row {
  from: Status;
  failures: number;
  alerts: number;
  verdict: Verdict;
  masked: boolean;
  failuresPerAlert: number;
  maxAlerts: number;
  to: Status;
  failuresAfter: number;
  alertsAfter: number;
  effects: string[];
}

const rows = JSON.parse(readFileSync(new URL('../golden/masked-transitions.json', import.meta.url), 'utf8')) as Row[];
const START = new Date('2026-01-01T00:00:00Z');
const delaySeconds = { up: 30, warn: 30, down: 60, lost: 30 };
const newIncidentId = (): string => 'incident';

describe('the table of transitions while something the monitor depends on is out', () => {
  it.each(rows)(
    '$from ($failures failures, $alerts alerts, N=$failuresPerAlert, M=$maxAlerts) $verdict, masked $masked → $to',
    (row) => {
      const state: MonitorState = {
        ...uninitializedState(START),
        status: row.from,
        failures: row.failures,
        alerts: row.alerts,
        firstFailureAt: row.failures > 0 ? START : null,
        incident: row.from === 'down' || row.from === 'lost' ? { id: 'incident', startedAt: START } : null,
      };
      const policy: Policy = { failuresPerAlert: row.failuresPerAlert, maxAlerts: row.maxAlerts, delaySeconds };
      const after = decide(state, row.verdict, policy, { now: START, newIncidentId, masked: row.masked });
      expect({
        to: after.state.status,
        failures: after.state.failures,
        alerts: after.state.alerts,
        effects: after.effects.map((effect) => effect.type),
      }).toEqual({ to: row.to, failures: row.failuresAfter, alerts: row.alertsAfter, effects: row.effects });
    },
  );
});

const policies = fc.record({
  failuresPerAlert: fc.integer({ min: 1, max: 6 }),
  maxAlerts: fc.integer({ min: 1, max: 4 }),
  delaySeconds: fc.constant(delaySeconds),
});
const tests = fc.record({
  verdict: fc.constantFrom<Verdict>('pass', 'fail', 'fail', 'fail', 'fail', 'unknown'),
  masked: fc.boolean(),
});

describe('for any sequence of verdicts, masked or not', () => {
  it('a masked failure raises nothing, opens nothing and goes no further than Warn', () => {
    fc.assert(
      fc.property(policies, fc.array(tests, { maxLength: 150 }), (policy, sequence) => {
        let state = uninitializedState(START);
        for (const { verdict, masked } of sequence) {
          const before = state;
          const decision = decide(before, verdict, policy, { now: START, newIncidentId, masked });
          state = decision.state;
          if (masked && verdict === 'fail') {
            const types = decision.effects.map((effect) => effect.type);
            expect(types.filter((type) => type !== 'state-changed')).toEqual([]);
            expect(state.status).toBe(before.incident === null ? 'warn' : before.status);
            expect(state.incident).toBe(before.incident);
          }
          const isOut = state.status === 'down' || state.status === 'lost';
          expect(state.incident !== null).toBe(isOut);
          expect(state.firstFailureAt !== null).toBe(state.failures > 0);
          expect(state.failures).toBeGreaterThanOrEqual(verdict === 'pass' ? 0 : before.failures);
        }
      }),
    );
  });

  it('after the return of what it depends on it alerts soon, but for fresh failures', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 50 }), (policy, maskedFailures) => {
        let state: MonitorState = { ...uninitializedState(START), status: 'up' };
        for (let test = 0; test < maskedFailures; test += 1) {
          state = decide(state, 'fail', policy, { now: START, newIncidentId, masked: true }).state;
        }
        expect(state.status).toBe('warn');
        let fresh = 0;
        while (state.alerts === 0) {
          fresh += 1;
          state = decide(state, 'fail', policy, { now: START, newIncidentId }).state;
        }
        const perAlert = policy.failuresPerAlert;
        expect(fresh).toBe(perAlert <= 2 ? 1 : perAlert - Math.min(maskedFailures, perAlert - 2));
        expect(state.incident?.startedAt).toEqual(START);
      }),
    );
  });

  it('an unmasked sequence is decided as if there were no dependencies', () => {
    fc.assert(
      fc.property(policies, fc.array(tests, { maxLength: 60 }), (policy, sequence) => {
        let plain = uninitializedState(START);
        let unmasked = uninitializedState(START);
        for (const { verdict } of sequence) {
          plain = decide(plain, verdict, policy, { now: START, newIncidentId }).state;
          unmasked = decide(unmasked, verdict, policy, { now: START, newIncidentId, masked: false }).state;
        }
        expect(unmasked).toEqual(plain);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import type { Effect } from './effects.js';
import { uninitializedState, type MonitorState } from './monitor-state.js';
import type { Policy } from './policy.js';
import { endLease, receiveReport, type TestRound } from './test-round.js';
import type { Verdict } from './status.js';

const policies = fc.record({
  failuresPerAlert: fc.integer({ min: 1, max: 5 }),
  maxAlerts: fc.integer({ min: 1, max: 5 }),
  delaySeconds: fc.constant({ up: 300, warn: 60, down: 120, lost: 300 }),
});
const verdicts = fc.array(fc.constantFrom<Verdict>('pass', 'fail', 'fail', 'fail', 'unknown'), { maxLength: 200 });
const START = new Date('2026-01-01T00:00:00Z');

interface Step {
  readonly verdict: Verdict;
  readonly before: MonitorState;
  readonly after: MonitorState;
  readonly effects: readonly Effect[];
}

function run(policy: Policy, sequence: readonly Verdict[]): Step[] {
  let state = uninitializedState(START);
  let ids = 0;
  return sequence.map((verdict, index) => {
    const before = state;
    const now = new Date(START.getTime() + index * 1000);
    const { state: after, effects } = decide(before, verdict, policy, {
      now,
      newIncidentId: () => `incident ${(ids += 1)}`,
    });
    state = after;
    return { verdict, before, after, effects };
  });
}

function each(assert: (step: Step, policy: Policy) => void): void {
  fc.assert(
    fc.property(policies, verdicts, (policy, sequence) =>
      run(policy, sequence).forEach((step) => assert(step, policy)),
    ),
  );
}

describe('for any sequence of verdicts', () => {
  it('alerts never exceed M', () => {
    each(({ after }, policy) => expect(after.alerts).toBeLessThanOrEqual(policy.maxAlerts));
  });

  it('alerts are raised exactly at multiples of N, until M', () => {
    each(({ verdict, before, after, effects }, policy) => {
      const due = verdict === 'fail' && after.failures % policy.failuresPerAlert === 0 && before.status !== 'lost';
      expect(effects.some((effect) => effect.type === 'alert-raised')).toBe(due);
      if (due) expect(after.alerts).toBe(after.failures / policy.failuresPerAlert);
    });
  });

  it('an incident that raised an alert recovers once, and no other does', () => {
    fc.assert(
      fc.property(policies, verdicts, (policy, sequence) => {
        const effects = run(policy, sequence).flatMap((step) => step.effects);
        const opened = effects.flatMap((effect) => (effect.type === 'incident-opened' ? [effect.incident.id] : []));
        const recovered = effects.flatMap((effect) => (effect.type === 'recovered' ? [effect.incident.id] : []));
        const alerted = new Set(
          effects.flatMap((effect) => (effect.type === 'alert-raised' ? [effect.incident.id] : [])),
        );
        const last = run(policy, sequence).at(-1)?.after;
        expect(opened).toEqual([...alerted]);
        expect(recovered).toEqual(opened.filter((id) => id !== last?.incident?.id));
      }),
    );
  });

  it('counters are zero after a pass', () => {
    each(({ verdict, after }) => {
      if (verdict === 'pass')
        expect(after).toMatchObject({ status: 'up', failures: 0, alerts: 0, incident: null, firstFailureAt: null });
    });
  });

  it('unknown changes nothing', () => {
    each(({ verdict, before, after }) => {
      if (verdict === 'unknown') expect(after).toBe(before);
    });
  });

  it('keeps the invariants of the state', () => {
    each(({ after }, policy) => {
      const isOut = after.status === 'down' || after.status === 'lost';
      expect(after.incident !== null).toBe(isOut);
      expect(after.alerts > 0).toBe(isOut);
      expect(after.firstFailureAt !== null).toBe(after.failures > 0);
      expect(after.status === 'lost').toBe(after.alerts === policy.maxAlerts);
    });
  });

  it('changes of state follow each other without a gap', () => {
    fc.assert(
      fc.property(policies, verdicts, (policy, sequence) => {
        let status = 'uninitialized';
        for (const effect of run(policy, sequence).flatMap((step) => step.effects)) {
          if (effect.type !== 'state-changed') continue;
          expect(effect.from).toBe(status);
          expect(effect.to).not.toBe(effect.from);
          status = effect.to;
        }
      }),
    );
  });
});

describe('for any set of sites and any order of their reports', () => {
  const policy = { failuresPerAlert: 1, maxAlerts: 3, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } };
  const context = { now: START, newIncidentId: () => 'incident' };
  const scenarios = fc.record({
    votes: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
    order: fc.array(fc.nat({ max: 6 }), { maxLength: 30 }),
    sitesToFail: fc.option(fc.integer({ min: 1, max: 7 })),
  });

  function openRound(siteCount: number): TestRound {
    return {
      number: 1,
      isOpen: true,
      sites: Array.from({ length: siteCount }, (_, index) => `site-${index}`),
      votes: {},
    };
  }

  it('a test gets one verdict, and a replayed report changes nothing', () => {
    fc.assert(
      fc.property(scenarios, ({ votes, order, sitesToFail }) => {
        let state = uninitializedState(START);
        let round = openRound(votes.length);
        const verdictsSeen: Verdict[] = [];
        const heard = new Set<number>();
        for (const position of order.map((value) => value % votes.length)) {
          const vote = { passed: votes[position] ?? false };
          const report = { testNumber: 1, site: `site-${position}`, vote };
          const outcome = receiveReport(state, round, report, { ...policy, sitesToFail }, context);
          expect(outcome.accepted).toBe(!heard.has(position));
          if (heard.has(position)) {
            expect(outcome.state).toBe(state);
            expect(outcome.round).toBe(round);
            expect(outcome.effects).toEqual([]);
          }
          heard.add(position);
          if (outcome.verdict !== null) verdictsSeen.push(outcome.verdict);
          ({ state, round } = outcome);
        }
        const end = endLease(state, round, { ...policy, sitesToFail }, context);
        if (end.verdict !== null) verdictsSeen.push(end.verdict);
        expect(verdictsSeen).toHaveLength(1);
        if (heard.size === votes.length) expect(verdictsSeen).not.toContain('unknown');
      }),
    );
  });

  it('the order of the reports does not change the verdict', () => {
    fc.assert(
      fc.property(scenarios, fc.array(fc.nat(), { minLength: 7, maxLength: 7 }), ({ votes, sitesToFail }, keys) => {
        const judged = (positions: number[]): Verdict | null => {
          let state = uninitializedState(START);
          let round = openRound(votes.length);
          let verdict: Verdict | null = null;
          for (const position of positions) {
            const report = { testNumber: 1, site: `site-${position}`, vote: { passed: votes[position] ?? false } };
            const outcome = receiveReport(state, round, report, { ...policy, sitesToFail }, context);
            verdict ??= outcome.verdict;
            ({ state, round } = outcome);
          }
          return verdict;
        };
        const inOrder = votes.map((_, position) => position);
        const shuffled = [...inOrder].sort((left, right) => (keys[left] ?? 0) - (keys[right] ?? 0));
        expect(judged(shuffled)).toBe(judged(inOrder));
      }),
    );
  });

  it('a report under a hold closes the test where the monitor is tested all the same, and decides nothing', () => {
    const report = { testNumber: 1, site: 'site-0', vote: { passed: false } };
    const held = uninitializedState(START, 'maintenance');
    const outcomeOf = (testedUnderHold: boolean) =>
      receiveReport(held, openRound(1), report, { ...policy, sitesToFail: null, testedUnderHold }, context);

    expect(outcomeOf(false)).toMatchObject({ accepted: false, verdict: null });
    expect(outcomeOf(true)).toMatchObject({ accepted: true, verdict: 'fail', effects: [], round: { isOpen: false } });
    expect(outcomeOf(true).state).toBe(held);
  });

  it('missing votes are never failures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.option(fc.integer({ min: 1, max: 7 })),
        (siteCount, sitesToFail) => {
          const end = endLease(uninitializedState(START), openRound(siteCount), { ...policy, sitesToFail }, context);
          expect(end).toMatchObject({ verdict: 'unknown', state: { status: 'uninitialized', failures: 0 } });
        },
      ),
    );
  });
});

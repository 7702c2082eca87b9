import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy.js';
import { actionOf, alertOf, dailySchedule } from './alerting.fixture.js';
import { simulateDowntime, type Downtime, type SimulatedTest } from './simulate-downtime.js';

function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8')) as T;
}

const startsAt = new Date('2026-03-02T05:57:00Z');
const policy: Policy = {
  failuresPerAlert: 3,
  maxAlerts: 3,
  delaySeconds: { up: 30, warn: 30, down: 60, lost: 30 },
};
const outage: Downtime = { policy, alerts: [], startsAt, lengthSeconds: 480, testDurationSeconds: 0 };

/** Minutes and seconds since the outage began, as the golden tables have them. */
function since(at: Date): string {
  const seconds = (at.getTime() - startsAt.getTime()) / 1000;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function alertOfTest({ effects }: SimulatedTest): number | null {
  return effects.flatMap((effect) => (effect.type === 'alert-raised' ? [effect.number] : []))[0] ?? null;
}

describe('simulateDowntime', () => {
  it('gives the golden run exactly', () => {
    const { tests, problem } = simulateDowntime(outage);
    const rows = tests.map((test) => ({
      at: since(test.startedAt),
      verdict: test.verdict,
      state: test.stateAfter,
      alert: alertOfTest(test),
      recovery: test.effects.some(({ type }) => type === 'recovered'),
      nextInSeconds: test.nextInSeconds,
    }));
    expect(rows).toEqual(golden('run'));
    expect(problem).toBeNull();
  });

  it('tells who is told what, and why the others are not', () => {
    const byDay = dailySchedule('Europe/Berlin', 7, 19);
    const alerts = [
      alertOf(
        'Mail team',
        actionOf('mail'),
        actionOf('text message by day', { schedule: byDay }),
        actionOf('boss', { range: '3-', onRecovery: null }),
        actionOf('restart', { type: 'restart-services', range: '1', onRecovery: null }),
      ),
      alertOf('Log', actionOf('log'), actionOf('old log', { enabled: false })),
    ];
    const { tests } = simulateDowntime({ ...outage, alerts });
    const rows = tests
      .filter(({ notices }) => notices.length > 0)
      .map((test) => ({
        at: since(test.decidedAt),
        alert: alertOfTest(test),
        notices: Object.fromEntries(test.notices.map((run) => [run.actionId, run.reason?.message ?? 'send'])),
      }));
    expect(rows).toEqual(golden('notices'));
  });

  it('counts the time of the tests in: the delay begins at their end', () => {
    const { tests } = simulateDowntime({ ...outage, testDurationSeconds: 10 });
    expect(tests.slice(0, 4).map((test) => [since(test.startedAt), since(test.decidedAt)])).toEqual([
      ['0:00', '0:10'],
      ['0:40', '0:50'],
      ['1:20', '1:30'],
      ['2:30', '2:40'],
    ]);
  });

  it('takes an outage between two tests for none', () => {
    expect(simulateDowntime({ ...outage, lengthSeconds: 0 }).tests).toMatchObject([
      { verdict: 'pass', stateAfter: 'up' },
    ]);
  });

  it('gives up after too many tests, and says what to do', () => {
    const { tests, problem } = simulateDowntime({ ...outage, lengthSeconds: 30 * 86_400 }, 1000);
    expect(tests).toHaveLength(1000);
    expect(problem).toBe(
      'The outage of 30 d takes more than 1,000 tests; they end after 8 h 22 min. Choose a shorter outage or longer delays.',
    );
  });

  it('ends with the one pass, at the first test after the outage, for any policy', () => {
    const delays = fc.integer({ min: 1, max: 600 });
    const policies = fc.record({
      failuresPerAlert: fc.integer({ min: 1, max: 5 }),
      maxAlerts: fc.integer({ min: 1, max: 5 }),
      delaySeconds: fc.record({ up: delays, warn: delays, down: delays, lost: delays }),
    });
    const lengths = fc.integer({ min: 0, max: 900 });
    fc.assert(
      fc.property(policies, lengths, fc.integer({ min: 0, max: 30 }), (policy, lengthSeconds, testDurationSeconds) => {
        const alerts = [alertOf('x', actionOf('a'))];
        const { tests } = simulateDowntime({ policy, alerts, startsAt, lengthSeconds, testDurationSeconds });
        const endsAt = new Date(startsAt.getTime() + lengthSeconds * 1000);
        tests.forEach((test, index) => {
          const isLast = index === tests.length - 1;
          expect(test.verdict).toBe(isLast ? 'pass' : 'fail');
          expect(test.startedAt < endsAt).toBe(!isLast);
        });
        const kinds = tests.flatMap(({ notices }) => notices.map(({ kind, decision }) => `${kind} ${decision}`));
        const raised = tests.filter((test) => alertOfTest(test) !== null).length;
        const expected = raised === 0 ? [] : [...Array<string>(raised).fill('failure send'), 'recovery send'];
        expect(kinds).toEqual(expected);
      }),
    );
  });
});

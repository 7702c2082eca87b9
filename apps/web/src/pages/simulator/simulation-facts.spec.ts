import { describe, expect, it } from 'vitest';
import { stepsOf, summaryOf, type SimulatedTest } from './simulation-facts.js';

const START = '2026-03-02T03:00:00.000Z';

function test(number: number, changes: Partial<SimulatedTest> = {}): SimulatedTest {
  const at = new Date(Date.parse(START) + (number - 1) * 60_000).toISOString();
  return {
    number,
    startedAt: at,
    decidedAt: at,
    verdict: 'fail',
    stateAfter: 'warn',
    failures: number,
    alertNumber: null,
    recovered: false,
    notices: [],
    nextInSeconds: 60,
    ...changes,
  };
}

const ID = '00000000-0000-4000-8000-000000000001';
const sent = { alertId: ID, actionId: ID, kind: 'failure', alertNumber: 1, decision: 'send', reason: null } as const;

describe('stepsOf', () => {
  it('puts long runs of tests together that change nothing', () => {
    const tests = [
      ...[1, 2, 3, 4, 5].map((number) => test(number)),
      test(6, { stateAfter: 'down', alertNumber: 1, notices: [sent] }),
      test(7, { stateAfter: 'down' }),
      test(8, { verdict: 'pass', stateAfter: 'up', recovered: true }),
    ];
    const steps = stepsOf(tests).map((step) => (step.type === 'quiet' ? step.tests.length : `#${step.test.number}`));
    expect(steps).toEqual(['#1', 4, '#6', '#7', '#8']);
  });

  it('shows ten thousand of them as one line', () => {
    const tests = Array.from({ length: 10_000 }, (_, index) => test(index + 1, { stateAfter: 'lost' }));
    expect(stepsOf(tests)).toHaveLength(2);
  });
});

describe('summaryOf', () => {
  it('says when the first alert comes, when it is Lost, and when its end is noticed', () => {
    const tests = [
      test(1),
      test(3, { stateAfter: 'down', alertNumber: 1, notices: [sent] }),
      test(5, { stateAfter: 'lost', alertNumber: 2, notices: [sent, { ...sent, decision: 'skip' }] }),
      test(10, { verdict: 'pass', stateAfter: 'up', recovered: true }),
    ];
    expect(summaryOf({ tests, problem: null }, START, 500).map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
      'The first alert comes 2 min after the first failed test, Lost after 2 alerts, 4 min after it.',
      '2 actions are carried out, 1 is left out.',
      'The end is noticed 40 s after it.',
    ]);
  });

  it('says that nobody hears of a short one', () => {
    const tests = [test(1), test(2, { verdict: 'pass', stateAfter: 'up' })];
    expect(summaryOf({ tests, problem: null }, START, 60)).toEqual([
      'It is over before an alert is raised: nobody is told.',
      'The end is noticed 0\u00a0s after it.',
    ]);
  });
});

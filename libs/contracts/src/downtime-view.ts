import type { Simulation } from '@twotwenty/domain/alerting/simulate-downtime';
import type { DowntimeView } from './downtime.js';

type TestView = DowntimeView['tests'][number];
type SimulatedTest = Simulation['tests'][number];

/** A simulation as clients get it: instants as text, of the effects those that somebody may be told of. */
export function toDowntimeView({ tests, problem }: Simulation): DowntimeView {
  return { tests: tests.map(toTestView), problem };
}

function toTestView({ effects, notices, startedAt, decidedAt, ...test }: SimulatedTest): TestView {
  return {
    number: test.number,
    startedAt: startedAt.toISOString(),
    decidedAt: decidedAt.toISOString(),
    verdict: test.verdict,
    stateAfter: test.stateAfter,
    failures: test.failures,
    alertNumber: effects.find((effect) => effect.type === 'alert-raised')?.number ?? null,
    recovered: effects.some(({ type }) => type === 'recovered'),
    notices: notices.map(toNoticeView),
    nextInSeconds: test.nextInSeconds,
  };
}

function toNoticeView(run: SimulatedTest['notices'][number]): TestView['notices'][number] {
  const { alertId, actionId, kind, alertNumber, decision, reason } = run;
  return { alertId, actionId, kind, alertNumber, decision, reason };
}

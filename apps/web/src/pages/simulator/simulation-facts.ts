import type { DowntimeView } from '@twotwenty/contracts/downtime';
import { formatDuration } from '../../time/relative-time.js';

export type SimulatedTest = DowntimeView['tests'][number];

/** Tests in a row of which there is nothing to tell: the state stays, and nobody hears of anything. */
export interface Quiet {
  readonly type: 'quiet';
  readonly tests: readonly SimulatedTest[];
}

/** A test that changes something. */
export interface Told {
  readonly type: 'told';
  readonly test: SimulatedTest;
}

/** So few quiet tests are shown as they are. */
const FEW = 2;

/** The tests in their order, with long runs of those that change nothing put together. */
export function stepsOf(tests: readonly SimulatedTest[]): readonly (Quiet | Told)[] {
  const steps: (Quiet | Told)[] = [];
  let quiet: SimulatedTest[] = [];
  const flush = (): void => {
    if (quiet.length > FEW) steps.push({ type: 'quiet', tests: quiet });
    else steps.push(...quiet.map((test) => ({ type: 'told', test }) as const));
    quiet = [];
  };
  tests.forEach((test, index) => {
    if (changesNothing(test, tests[index - 1])) {
      quiet.push(test);
      return;
    }
    flush();
    steps.push({ type: 'told', test });
  });
  flush();
  return steps;
}

function changesNothing(test: SimulatedTest, before: SimulatedTest | undefined): boolean {
  return (
    before !== undefined &&
    test.stateAfter === before.stateAfter &&
    test.alertNumber === null &&
    !test.recovered &&
    test.notices.length === 0
  );
}

/** What the simulation comes to, in sentences. @param lengthSeconds of the outage */
export function summaryOf({ tests }: DowntimeView, startsAt: string, lengthSeconds: number): readonly string[] {
  const start = Date.parse(startsAt);
  const after = (at: string, since = start): string => formatDuration(Date.parse(at) - since);
  const first = tests.find(({ alertNumber }) => alertNumber !== null);
  const lost = tests.find(({ stateAfter }) => stateAfter === 'lost');
  const back = tests.find(({ verdict }) => verdict === 'pass');
  const alerts = Math.max(0, ...tests.map(({ alertNumber }) => alertNumber ?? 0));
  const notices = tests.flatMap((test) => test.notices);
  const run = notices.filter(({ decision }) => decision === 'send').length;
  const skipped = notices.length - run;
  return [
    first === undefined
      ? 'It is over before an alert is raised: nobody is told.'
      : `The first alert comes ${after(first.decidedAt)} after the first failed test${lost === undefined ? '' : `, Lost after ${count(alerts, 'alert')}, ${after(lost.decidedAt)} after it`}.`,
    first === undefined
      ? ''
      : `${count(run, 'action')} ${run === 1 ? 'is' : 'are'} carried out, ${skipped} ${skipped === 1 ? 'is' : 'are'} left out.`,
    back === undefined ? '' : `The end is noticed ${after(back.decidedAt, start + lengthSeconds * 1000)} after it.`,
  ].filter((sentence) => sentence !== '');
}

function count(number: number, word: string): string {
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}

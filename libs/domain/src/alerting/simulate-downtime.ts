import { decide } from '../decide.js';
import { nextDueAt } from '../due.js';
import type { Effect } from '../effects.js';
import { uninitializedState, type MonitorState } from '../monitor-state.js';
import type { Policy } from '../policy.js';
import type { Status, Verdict } from '../status.js';
import type { Alert } from './alert.js';
import { formatDuration } from './notice-values.js';
import { planNotices, type Occasion, type PastRun, type PlannedRun } from './plan-notices.js';

/** An outage to be played through. */
export interface Downtime {
  readonly policy: Policy;
  /** Those that serve the monitor. */
  readonly alerts: readonly Alert[];
  /** When the outage begins, and with it the first failed test: the worst case for being noticed is one `up` delay later. */
  readonly startsAt: Date;
  readonly lengthSeconds: number;
  /** How long each test takes. A test shows what is true when it begins, and is decided when it ends. */
  readonly testDurationSeconds: number;
}

/** One test of the simulation. */
export interface SimulatedTest {
  /** Counts from 1. */
  readonly number: number;
  readonly startedAt: Date;
  /** When the verdict is out, and all that it causes happens. */
  readonly decidedAt: Date;
  readonly verdict: Verdict;
  readonly stateAfter: Status;
  readonly failures: number;
  readonly effects: readonly Effect[];
  /** Every action of an alert or recovery of this test, with the reason for each that is skipped. */
  readonly notices: readonly PlannedRun[];
  /** From the end of this test to the next. */
  readonly nextInSeconds: number;
}

export interface Simulation {
  readonly tests: readonly SimulatedTest[];
  /** Says why the simulation ends before the recovery; null when it doesn't. */
  readonly problem: string | null;
}

/** Enough for a week at a test a minute, and little enough to be shown. */
export const MAX_SIMULATED_TESTS = 10_000;

/**
 * Plays an outage through, test by test, from the first failure of a monitor that is Up to its recovery. What is decided
 * and who is told comes from the same functions as in earnest; every notice is taken to be delivered.
 * @param maxTests after so many the simulation is given up, and `problem` says so
 */
export function simulateDowntime(downtime: Downtime, maxTests = MAX_SIMULATED_TESTS): Simulation {
  const tests: SimulatedTest[] = [];
  const history: PastRun[] = [];
  let state: MonitorState = { ...uninitializedState(downtime.startsAt), status: 'up' };
  let startedAt = downtime.startsAt;
  const endsAtMs = downtime.startsAt.getTime() + downtime.lengthSeconds * 1000;
  while (tests.length < maxTests) {
    const verdict = startedAt.getTime() < endsAtMs ? 'fail' : 'pass';
    const decidedAt = new Date(startedAt.getTime() + Math.round(downtime.testDurationSeconds * 1000));
    const decision = decide(state, verdict, downtime.policy, { now: decidedAt, newIncidentId: () => 'simulated' });
    ({ state } = decision);
    const notices = noticesOf(decision.effects, downtime.alerts, history, decidedAt);
    history.push(...notices.map(toPast));
    const nextAt = nextDueAt(state.status, downtime.policy, decidedAt);
    tests.push({
      number: tests.length + 1,
      startedAt,
      decidedAt,
      verdict,
      stateAfter: state.status,
      failures: state.failures,
      effects: decision.effects,
      notices,
      nextInSeconds: (nextAt.getTime() - decidedAt.getTime()) / 1000,
    });
    if (verdict === 'pass') return { tests, problem: null };
    startedAt = nextAt;
  }
  return { tests, problem: tooLong(downtime, tests.at(-1)?.decidedAt ?? startedAt, maxTests) };
}

function noticesOf(
  effects: readonly Effect[],
  alerts: readonly Alert[],
  history: readonly PastRun[],
  now: Date,
): PlannedRun[] {
  const occasions = effects.filter(
    (effect): effect is Occasion => effect.type === 'alert-raised' || effect.type === 'recovered',
  );
  return occasions.flatMap((occasion) => planNotices(occasion, alerts, history, now));
}

function toPast({ decision, ...run }: PlannedRun): PastRun {
  return { ...run, outcome: decision === 'send' ? 'delivered' : null };
}

function tooLong({ startsAt, lengthSeconds }: Downtime, reachedAt: Date, maxTests: number): string {
  const reached = formatDuration(reachedAt.getTime() - startsAt.getTime());
  return (
    `The outage of ${formatDuration(lengthSeconds * 1000)} takes more than ${maxTests.toLocaleString('en')} tests; ` +
    `they end after ${reached}. Choose a shorter outage or longer delays.`
  );
}

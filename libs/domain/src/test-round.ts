import { decide, type DecisionContext } from './decide.js';
import type { Effect } from './effects.js';
import type { MonitorState } from './monitor-state.js';
import type { Policy } from './policy.js';
import type { Verdict } from './status.js';
import { judge, tallyVotes, type Vote } from './votes.js';

/** The last test of a monitor: who was asked, who answered, and whether the verdict is out. */
export interface TestRound<V extends Vote = Vote> {
  /** Counts the tests of a monitor from 1; 0 before the first. */
  readonly number: number;
  readonly isOpen: boolean;
  readonly sites: readonly string[];
  readonly votes: Readonly<Record<string, V>>;
}

/** One site's report on one test. */
export interface Report<V extends Vote = Vote> {
  readonly testNumber: number;
  readonly site: string;
  readonly vote: V;
}

/** What a report or the end of the lease made of a monitor. */
export interface RoundOutcome<V extends Vote = Vote> {
  /** False when the report was ignored: state and round are then the very objects that came in. */
  readonly accepted: boolean;
  readonly state: MonitorState;
  readonly round: TestRound<V>;
  /** Set when this step closed the test. */
  readonly verdict: Verdict | null;
  readonly effects: readonly Effect[];
}

export interface RoundPolicy extends Policy {
  readonly sitesToFail: number | null;
  /** True: the monitor is tested although a hold keeps it from being judged. Default false. */
  readonly testedUnderHold?: boolean;
}

/**
 * Adds one site's report to a test and decides once the verdict is certain.
 *
 * A report is ignored when it belongs to another test, when the site was not asked or has already reported, and during
 * a hold under which the monitor is not tested. One that comes after the verdict is kept as a vote, so that every site's results are seen, but changes nothing else.
 */
export function receiveReport<V extends Vote>(
  state: MonitorState,
  round: TestRound<V>,
  report: Report<V>,
  policy: RoundPolicy,
  context: DecisionContext,
): RoundOutcome<V> {
  if (!isExpected(state, round, report, policy)) return { accepted: false, state, round, verdict: null, effects: [] };
  const voted = { ...round, votes: { ...round.votes, [report.site]: report.vote } };
  if (!round.isOpen) return { accepted: true, state, round: voted, verdict: null, effects: [] };
  return closeWhenCertain(state, voted, policy, context, false);
}

/**
 * Ends a test whose lease has run out with the votes that came in.
 * A test that is not open any more is left alone.
 */
export function endLease<V extends Vote>(
  state: MonitorState,
  round: TestRound<V>,
  policy: RoundPolicy,
  context: DecisionContext,
): RoundOutcome<V> {
  if (!round.isOpen) return { accepted: false, state, round, verdict: null, effects: [] };
  return closeWhenCertain(state, round, policy, context, true);
}

function isExpected(state: MonitorState, round: TestRound, report: Report, policy: RoundPolicy): boolean {
  return (
    (state.hold === null || policy.testedUnderHold === true) &&
    report.testNumber === round.number &&
    round.sites.includes(report.site) &&
    !Object.hasOwn(round.votes, report.site)
  );
}

function closeWhenCertain<V extends Vote>(
  state: MonitorState,
  round: TestRound<V>,
  policy: RoundPolicy,
  context: DecisionContext,
  timeOver: boolean,
): RoundOutcome<V> {
  const verdict = judge(tallyVotes(round.sites, round.votes), policy.sitesToFail, timeOver);
  if (verdict === undefined) return { accepted: true, state, round, verdict: null, effects: [] };
  const decision = decide(state, verdict, policy, context);
  return {
    accepted: true,
    state: decision.state,
    round: { ...round, isOpen: false },
    verdict,
    effects: decision.effects,
  };
}

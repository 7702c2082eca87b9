import { decide, type DecisionContext } from './decide.js';
import type { Effect } from './effects.js';
import type { MonitorState } from './monitor-state.js';
import type { Policy } from './policy.js';
import type { Verdict } from './status.js';
import { judge, tallyVotes, voteKinds, type Vote } from './votes.js';

/** The last test of a monitor: who was asked, who answered, and whether the verdict is out. */
export interface TestRound<V extends Vote = Vote> {
  /** Counts the tests of a monitor from 1; 0 before the first. */
  readonly number: number;
  readonly isOpen: boolean;
  readonly sites: readonly string[];
  readonly votes: Readonly<Record<string, V>>;
  /** The site that was asked, after the others, to confirm a failure; it is one of `sites`. Null in most tests. */
  readonly confirmSite?: string | null;
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
  /** Set when this step asks one more site to confirm a failure: the test goes on with a new lease. */
  readonly askedSite: string | null;
}

export interface RoundPolicy extends Policy {
  readonly sitesToFail: number | null;
  /** True: the monitor is tested although a hold keeps it from being judged. Default false. */
  readonly testedUnderHold?: boolean;
  /** The site that must confirm a failure of a monitor that is not yet Down; null or missing: none is asked. */
  readonly confirmFrom?: string | null;
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
  if (!isExpected(state, round, report, policy)) return ignored(state, round);
  const voted = { ...round, votes: { ...round.votes, [report.site]: report.vote } };
  if (!round.isOpen) return undecided(state, voted);
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
  if (!round.isOpen) return ignored(state, round);
  return closeWhenCertain(state, round, policy, context, true);
}

function ignored<V extends Vote>(state: MonitorState, round: TestRound<V>): RoundOutcome<V> {
  return { ...undecided(state, round), accepted: false };
}

function undecided<V extends Vote>(state: MonitorState, round: TestRound<V>): RoundOutcome<V> {
  return { accepted: true, state, round, verdict: null, effects: [], askedSite: null };
}

/**
 * The verdict of a test. Where a site was asked to confirm a failure, the word of that site decides; without one, because
 * it is silent or in trouble itself, the failure stands. A late vote may also undo the failure that was to be confirmed.
 */
function judgeRound(round: TestRound, sitesToFail: number | null, timeOver: boolean): Verdict | undefined {
  const { sites, votes, confirmSite = null } = round;
  if (confirmSite === null) return judge(tallyVotes(sites, votes), sitesToFail, timeOver);
  const first = sites.filter((site) => site !== confirmSite);
  const verdict = judge(tallyVotes(first, votes), sitesToFail, true);
  if (verdict !== 'fail') return verdict;
  const confirmation = voteKinds([confirmSite], votes)[confirmSite];
  if (confirmation === 'missing' && !timeOver) return undefined;
  return confirmation === 'passed' ? 'pass' : 'fail';
}

/** Which site is to confirm a failure, if any: once in a test, and only while nobody was told that the monitor is down. */
function siteToAsk(state: MonitorState, round: TestRound, { confirmFrom = null }: RoundPolicy): string | null {
  const isNews = state.hold === null && (state.status === 'up' || state.status === 'warn');
  if (confirmFrom === null || !isNews || round.sites.includes(confirmFrom)) return null;
  return (round.confirmSite ?? null) === null ? confirmFrom : null;
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
  const verdict = judgeRound(round, policy.sitesToFail, timeOver);
  if (verdict === undefined) return undecided(state, round);
  const site = verdict === 'fail' ? siteToAsk(state, round, policy) : null;
  if (site !== null) {
    return { ...undecided(state, { ...round, sites: [...round.sites, site], confirmSite: site }), askedSite: site };
  }
  const decision = decide(state, verdict, policy, context);
  return {
    accepted: true,
    state: decision.state,
    round: { ...round, isOpen: false },
    verdict,
    effects: decision.effects,
    askedSite: null,
  };
}

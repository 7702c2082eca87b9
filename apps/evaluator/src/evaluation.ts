import type { ProbeReport } from '@twotwenty/contracts/jobs';
import type { StoredLastTest, StoredVote } from '@twotwenty/contracts/monitor';
import type { ChangedState, LockedState, NewResult } from '@twotwenty/database/repositories/decision.repository';
import { toMonitorState } from '@twotwenty/database/repositories/monitor-state.mapper';
import { isTested } from '@twotwenty/domain/holds';
import type { DecisionContext } from '@twotwenty/domain/decide';
import { leaseSeconds, nextDueAt } from '@twotwenty/domain/due';
import {
  endLease,
  receiveReport,
  type RoundOutcome,
  type RoundPolicy,
  type TestRound,
} from '@twotwenty/domain/test-round';
import { voteKind, voteKinds } from '@twotwenty/domain/votes';
import { ChangeSet } from './change-set.js';
import { occasionsOf } from './notices/occasion.js';
import { describeVerdict } from './reason.js';

/** What a batch came to, for the log and the figures. */
export interface BatchSummary {
  readonly changes: ChangeSet;
  /** Tests that got their verdict in this batch. */
  readonly decided: number;
  /** Reports that were known already or came for a test that is not expected any more. */
  readonly ignored: number;
}

/**
 * Applies one site's reports to the states they belong to.
 *
 * Pure but for the ids of incidents. Reports may come twice, late, or for monitors that are gone: those are ignored.
 * @param states the locked states, one for each monitor that still exists
 * @param newId makes ids for incidents
 */
export function evaluateReports(
  states: readonly LockedState[],
  site: string,
  reports: readonly ProbeReport[],
  newId: () => string,
): BatchSummary {
  const current = new Map(states.map((state) => [state.monitorKey, state]));
  // States are copied only where a later report may need what an earlier one made of them.
  const someComeAgain = reports.length > states.length;
  const changes = new ChangeSet();
  let decided = 0;
  let ignored = 0;
  for (const report of reports) {
    const row = current.get(report.monitor);
    const outcome =
      row &&
      receiveReport(
        toMonitorState(row),
        toRound(row),
        { testNumber: report.test, site, vote: toVote(report) },
        toPolicy(row),
        {
          now: row.now,
          newIncidentId: newId,
          masked: row.masked,
        },
      );
    if (row === undefined || outcome === undefined || !outcome.accepted) {
      ignored += 1;
      continue;
    }
    if (row.policy.storeStatistics) changes.addResult(toResult(row, site, report));
    if (report.tls !== null && report.test > row.certificatesAfterTest) {
      changes.addCertificate({ monitorKey: row.monitorKey, site, at: row.now, tls: report.tls });
    }
    if (outcome.verdict !== null) decided += 1;
    const changed = applyOutcome(row, outcome, changes, report);
    if (!someComeAgain) continue;
    const { sites, confirmSite = null } = outcome.round;
    current.set(row.monitorKey, { ...row, ...changed, sites, confirmSite });
  }
  return { changes, decided, ignored };
}

/**
 * Says of which states a report may make a failure: those that fail here, and those that another site saw fail before.
 * What masks a failure needs not be asked of the others.
 */
export function failurePossible(reports: readonly ProbeReport[]) {
  const failing = new Set(
    reports.filter((report) => !report.passed && !report.suspect).map((report) => report.monitor),
  );
  return ({ monitorKey, votes }: Pick<LockedState, 'monitorKey' | 'votes'>): boolean =>
    failing.has(monitorKey) || Object.values(votes).some((vote) => voteKind(vote) === 'failed');
}

/**
 * Ends the tests whose lease has run out, with the votes they have.
 * @param states locked states of monitors in flight whose lease is over
 */
export function evaluateExpired(states: readonly LockedState[], newId: () => string): BatchSummary {
  const changes = new ChangeSet();
  let decided = 0;
  for (const row of states) {
    const context: DecisionContext = { now: row.now, newIncidentId: newId, masked: row.masked };
    const outcome = endLease(toMonitorState(row), toRound(row), toPolicy(row), context);
    if (!outcome.accepted) continue;
    if (outcome.verdict !== null) decided += 1;
    applyOutcome(row, outcome, changes, null);
  }
  return { changes, decided, ignored: 0 };
}

/** Notes what an outcome changes, and returns the columns of the state that it sets. */
function applyOutcome(
  row: LockedState,
  outcome: RoundOutcome<StoredVote>,
  changes: ChangeSet,
  report: ProbeReport | null,
): ChangedState {
  const { state, round, verdict } = outcome;
  const reason = describeVerdict(round, verdict, row.masked);
  const lastTest: StoredLastTest | null =
    verdict === null
      ? withVotes(row.lastTest, round)
      : { number: round.number, at: row.now.toISOString(), verdict, reason, votes: { ...round.votes } };
  const changed: ChangedState = {
    monitorKey: row.monitorKey,
    status: state.status,
    since: state.since,
    failures: state.failures,
    alerts: state.alerts,
    firstFailureAt: state.firstFailureAt,
    incidentId: state.incident?.id ?? null,
    dueAt: dueAfter(row, outcome),
    inFlight: round.isOpen,
    // From the verdict on they stand in `lastTest`, once.
    votes: round.isOpen ? round.votes : {},
    lastTest,
  };
  changes.setState(changed);
  if (outcome.askedSite !== null) {
    changes.askConfirmation({ monitorKey: row.monitorKey, site: outcome.askedSite, leaseUntil: newLease(row) });
  }
  if (outcome.effects.length > 0) {
    changes.addEffects(row, outcome.effects, { reason, votes: voteKinds(round.sites, round.votes) });
    changes.addOccasions(occasionsOf(row, outcome, report));
  }
  return changed;
}

/** When the next test begins; while this one goes on, when it was due. */
function dueAfter(row: LockedState, { state, verdict }: RoundOutcome<StoredVote>): Date {
  if (verdict === null) return row.dueAt;
  return nextDueAt(state.hold === null ? state.status : 'up', toPolicy(row), row.now);
}

/** The end of a lease that begins now. */
function newLease(row: LockedState): Date {
  return new Date(row.now.getTime() + leaseSeconds(row.policy.timing.maxTestDurationSeconds) * 1000);
}

/** A vote that came after the verdict is shown with the test it belongs to. */
function withVotes(lastTest: StoredLastTest | null, round: TestRound<StoredVote>): StoredLastTest | null {
  return lastTest?.number === round.number ? { ...lastTest, votes: { ...round.votes } } : lastTest;
}

function toRound(row: LockedState): TestRound<StoredVote> {
  const votes = row.inFlight || row.lastTest?.number !== row.testNumber ? row.votes : row.lastTest.votes;
  return {
    number: row.testNumber,
    isOpen: row.inFlight,
    sites: row.sites,
    votes,
    confirmSite: row.confirmSite,
  };
}

function toPolicy({ policy, hold, maintenance }: LockedState): RoundPolicy {
  return {
    failuresPerAlert: policy.notification.failuresPerAlert,
    maxAlerts: policy.notification.maxAlerts,
    delaySeconds: policy.timing.delaySeconds,
    sitesToFail: policy.sitesToFail,
    confirmFrom: policy.confirmFrom,
    testedUnderHold: isTested(hold, maintenance),
  };
}

/** What a site saw pass is a vote whatever else it sees. */
function isSuspect({ passed, suspect }: ProbeReport): boolean {
  return suspect && !passed;
}

function toVote(report: ProbeReport): StoredVote {
  return {
    passed: report.passed,
    phase: report.failure?.phase ?? null,
    code: report.failure?.code ?? null,
    message: report.failure?.message ?? null,
    replyCode: report.replyCode,
    totalMs: report.timings.totalMs,
    ...(isSuspect(report) ? { missing: 'site-suspect' } : {}),
  };
}

function toResult(row: LockedState, site: string, report: ProbeReport): NewResult {
  return {
    monitorKey: row.monitorKey,
    testNumber: report.test,
    at: row.now,
    site,
    passed: report.passed,
    suspect: isSuspect(report),
    phase: report.failure?.phase ?? null,
    code: report.failure?.code ?? null,
    replyCode: report.replyCode,
    timings: report.timings,
    detail:
      report.detail === null ? null : { ...report.detail, tls: report.tls, message: report.failure?.message ?? null },
  };
}

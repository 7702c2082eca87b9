import type { ProbeReport } from '@twotwenty/contracts/jobs';
import type { StoredVote } from '@twotwenty/contracts/monitor';
import type { LockedState } from '@twotwenty/database/repositories/decision.repository';
import type { NoticeOccasion } from '@twotwenty/database/repositories/notice-plan';
import type { NoticeFacts } from '@twotwenty/domain/alerting/notice-values';
import type { Occasion } from '@twotwenty/domain/alerting/plan-notices';
import type { Effect } from '@twotwenty/domain/effects';
import { explainCode } from '@twotwenty/domain/failure-codes';
import type { RoundOutcome } from '@twotwenty/domain/test-round';
import { voteKinds, type VoteKind } from '@twotwenty/domain/votes';

/**
 * What of a decision is to be told, with what is known about it.
 * @param row the state before the decision
 * @param report the one that brought the verdict; null when the time was over
 */
export function occasionsOf(
  row: LockedState,
  outcome: RoundOutcome<StoredVote>,
  report: ProbeReport | null,
): NoticeOccasion[] {
  return outcome.effects.filter(isOccasion).map((occasion) => ({
    monitorKey: row.monitorKey,
    occasion,
    facts: {
      stateBefore: row.status,
      state: outcome.state.status,
      failures: outcome.state.failures,
      alertNumber: occasion.type === 'alert-raised' ? occasion.number : occasion.alerts,
      maxAlerts: row.policy.notification.maxAlerts,
      incident: occasion.incident,
      test: testFacts(outcome.round, report),
      now: row.now,
    },
  }));
}

function isOccasion(effect: Effect): effect is Occasion {
  return effect.type === 'alert-raised' || effect.type === 'recovered';
}

/** The reply and the times are those of the session that brought the verdict: nobody waits for the others. */
function testFacts({ number, sites, votes }: RoundOutcome<StoredVote>['round'], report: ProbeReport | null) {
  const kinds = voteKinds(sites, votes);
  const having = (kind: VoteKind): string[] => sites.filter((site) => kinds[site] === kind);
  const failed = having('failed');
  return {
    number,
    failure: failureOf(failed.flatMap((site) => votes[site] ?? [])),
    reply: report === null ? null : replyOf(report),
    timings: report?.timings ?? null,
    address: report?.detail?.address ?? null,
    sites: { failed, passed: having('passed'), silent: [...having('missing'), ...having('suspect')] },
  };
}

function failureOf([vote]: readonly StoredVote[]): NoticeFacts['test']['failure'] {
  if (vote === undefined) return null;
  const code = vote.code ?? '';
  const lookAt = explainCode(code)?.lookAt ?? '';
  return { phase: vote.phase ?? '', code, message: vote.message ?? 'The probe failed.', lookAt };
}

function replyOf({ detail, replyCode }: ProbeReport): NoticeFacts['test']['reply'] {
  return detail?.reply ?? (replyCode === null ? null : { code: replyCode, lines: [] });
}

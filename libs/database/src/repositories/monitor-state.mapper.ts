import type { LastTest, MonitorStateView, SiteVote, StoredLastTest, StoredVote } from '@twotwenty/contracts/monitor';
import { isTested } from '@twotwenty/domain/holds';
import type { MonitorState } from '@twotwenty/domain/monitor-state';
import { permanence } from '@twotwenty/domain/permanence';
import type { MonitorStateEntity } from '../entities/monitor-state.entity.js';

/** The columns of `monitor_state` that the decision is about. */
export type DecisionColumns = Pick<
  MonitorStateEntity,
  'status' | 'hold' | 'since' | 'failures' | 'alerts' | 'firstFailureAt' | 'incidentId'
>;

/** The columns of `monitor_state` that people read. */
export type ViewColumns = Pick<
  MonitorStateEntity,
  | 'status'
  | 'hold'
  | 'suspendedUntil'
  | 'maintenance'
  | 'since'
  | 'failures'
  | 'alerts'
  | 'lastTest'
  | 'dueAt'
  | 'inFlight'
> & { readonly noData: boolean };

/** What the decision knows of a monitor. An incident begins with the first failure, so its start needs no column. */
export function toMonitorState(row: DecisionColumns): MonitorState {
  const incident = row.incidentId === null ? null : { id: row.incidentId, startedAt: row.firstFailureAt ?? row.since };
  return {
    status: row.status,
    since: row.since,
    failures: row.failures,
    alerts: row.alerts,
    firstFailureAt: row.firstFailureAt,
    incident,
    hold: row.hold,
  };
}

/** The state as the API shows it. `nextTestAt` is null while the monitor is not tested and while a test is under way. */
export function toStateView(row: ViewColumns): MonitorStateView {
  return {
    status: row.status,
    since: row.since.toISOString(),
    failures: row.failures,
    alerts: row.alerts,
    hold: row.hold,
    holdUntil: row.hold === 'suspended' ? (row.suspendedUntil?.toISOString() ?? null) : null,
    lastTest: row.lastTest === null ? null : toLastTest(row.lastTest),
    nextTestAt: !isTested(row.hold, row.maintenance) || row.inFlight ? null : row.dueAt.toISOString(),
    noData: row.noData,
    noDataReason: row.noData ? 'sites-lost' : null,
  };
}

function toLastTest({ votes, ...test }: StoredLastTest): LastTest {
  return { ...test, votes: Object.fromEntries(Object.entries(votes).map(([site, vote]) => [site, toVote(vote)])) };
}

function toVote(vote: StoredVote): SiteVote {
  return { ...vote, missing: vote.missing ?? null, replyPermanence: permanence(vote.replyCode) };
}

import type { StoredLastTest, StoredVote } from '@twotwenty/contracts/monitor';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { MaintenanceMode } from '@twotwenty/domain/holds';
import type { Hold, Status } from '@twotwenty/domain/status';
import type { DataSource, EntityManager } from 'typeorm';
import {
  INSERT_DETAILS,
  INSERT_EVENTS,
  INSERT_INCIDENTS,
  INSERT_RESULTS,
  LOCK_EXPIRED,
  LOCK_STATES,
  REQUEST_CONFIRMATIONS,
  UPDATE_INCIDENTS,
  UPDATE_ROUNDS,
  UPDATE_STATES,
} from './decision.sql.js';
import { findMasked } from './decision.masks.js';
import { queryPrepared } from './prepared.js';
import type { EventData } from './event.rows.js';
import { Policies, policyOf } from './policies.js';
import { saveCertificates, type SeenCertificate } from './certificate.repository.js';
import { storeNotices, type NoticeOccasion, type NoticePlanner } from './notice-plan.js';
import { runOverRows } from './rows.js';
import type { MonitorPolicy } from '../entities/monitor-policy.entity.js';
import type { IncidentEnding } from '../entities/incident.entity.js';
import type { Result } from '@twotwenty/contracts/history';

/** A monitor's state as it was locked, with what the decision goes by. */
export interface LockedState {
  readonly monitorKey: number;
  readonly status: Status;
  readonly hold: Hold | null;
  /** What the open windows ask for; it counts under the hold `maintenance`. */
  readonly maintenance: MaintenanceMode | null;
  readonly since: Date;
  readonly failures: number;
  readonly alerts: number;
  readonly firstFailureAt: Date | null;
  readonly incidentId: string | null;
  readonly dueAt: Date;
  readonly testNumber: number;
  readonly testStartedAt: Date;
  readonly inFlight: boolean;
  readonly sites: readonly string[];
  readonly votes: Readonly<Record<string, StoredVote>>;
  /** The site that was asked to confirm a failure in this test. */
  readonly confirmSite: string | null;
  /** The last test once it is over, for votes that come late; null while one is in flight. */
  readonly lastTest: StoredLastTest | null;
  /** Tests up to this number may have asked a server that is not the monitor's any more. */
  readonly certificatesAfterTest: number;
  /** As it is configured now, not as it was when the test began. */
  readonly policy: MonitorPolicy;
  /** A failure says nothing of the monitor, because something it depends on is out. Known of those that may fail. */
  readonly masked: boolean;
  /** The database's clock once the row was locked: the moment of the decision. */
  readonly now: Date;
}

/** The columns of a state that a decision may change. Without a last test the one that is stored stays. */
export type ChangedState = Pick<
  LockedState,
  | 'monitorKey'
  | 'status'
  | 'since'
  | 'failures'
  | 'alerts'
  | 'firstFailureAt'
  | 'incidentId'
  | 'dueAt'
  | 'inFlight'
  | 'votes'
  | 'lastTest'
>;

export interface NewEvent {
  readonly monitorKey: number;
  readonly at: Date;
  readonly type: string;
  readonly testNumber: number | null;
  readonly reason: string | null;
  readonly data: EventData;
}

/** A site that is to confirm the failure of a test, in a lease of its own. */
export interface AskedConfirmation {
  readonly monitorKey: number;
  readonly site: string;
  readonly leaseUntil: Date;
}

export interface NewIncident {
  readonly id: string;
  readonly monitorKey: number;
  readonly startedAt: Date;
}

export interface IncidentChange {
  readonly id: string;
  readonly alerts: number;
  /** Null while the incident goes on. */
  readonly endedAt: Date | null;
  readonly ending: IncidentEnding | null;
}

export interface NewResult {
  readonly monitorKey: number;
  readonly testNumber: number;
  readonly at: Date;
  readonly site: string;
  readonly passed: boolean;
  /** The site itself was in trouble: no vote. */
  readonly suspect: boolean;
  readonly phase: string | null;
  readonly code: string | null;
  readonly replyCode: number | null;
  readonly timings: Result['timings'];
  readonly detail: Result['detail'];
}

/** Everything a batch of decisions wrote, saved together or not at all. */
export interface DecisionChanges {
  readonly states: readonly ChangedState[];
  readonly confirmations: readonly AskedConfirmation[];
  readonly newIncidents: readonly NewIncident[];
  readonly incidentChanges: readonly IncidentChange[];
  readonly events: readonly NewEvent[];
  readonly results: readonly NewResult[];
  readonly certificates: readonly SeenCertificate[];
  /** What there is to tell, in the order in which it happened. */
  readonly occasions: readonly NoticeOccasion[];
}

/**
 * Loads and saves what the evaluator decides on. A batch takes a constant number of statements, whatever its size.
 * Rows are locked in the order of their keys, so that evaluators side by side wait for each other and never deadlock.
 */
export class DecisionRepository {
  private readonly policies = new Policies();

  /** @param planNotices decides who is told of what was decided */
  constructor(
    private readonly dataSource: DataSource,
    private readonly planNotices: NoticePlanner,
  ) {}

  /**
   * Locks the states of some monitors, lets `work` decide, and saves what it returns, all in one transaction.
   * @param monitorKeys a key that belongs to no monitor any more is passed over
   * @param mayFail false where a verdict can not be a failure: nothing is asked about what masks it
   */
  async decideFor(
    monitorKeys: readonly number[],
    work: (states: LockedState[]) => DecisionChanges,
    mayFail: (state: LockedRow) => boolean = () => true,
  ): Promise<DecisionChanges> {
    return this.dataSource.transaction(async (manager) => {
      const locked = await queryPrepared<LockedRow>(manager, LOCK_STATES, [monitorKeys]);
      const changes = work(await this.statesOf(manager, locked, mayFail));
      await this.save(manager, locked, changes);
      return changes;
    });
  }

  /**
   * The same for monitors whose test was not answered in time. Rows that another process holds are left for the next round.
   * @param limit the most monitors at once
   */
  async decideExpired(limit: number, work: (states: LockedState[]) => DecisionChanges): Promise<DecisionChanges> {
    return this.dataSource.transaction(async (manager) => {
      const locked = await queryPrepared<LockedRow>(manager, LOCK_EXPIRED, [limit, LEASE_GRACE_SECONDS]);
      const changes = work(await this.statesOf(manager, locked, () => true));
      await this.save(manager, locked, changes);
      return changes;
    });
  }

  /** Their configuration can not change meanwhile: whoever changes it locks the state first. */
  private async statesOf(
    manager: EntityManager,
    rows: readonly LockedRow[],
    mayFail: (row: LockedRow) => boolean,
  ): Promise<LockedState[]> {
    const policies = await this.policies.of(manager, rows);
    const masked = await findMasked(manager, rows.filter(mayFail));
    return rows.map((row) => toLockedState(row, policyOf(policies, row.policyKey), masked.has(row.monitorKey)));
  }

  private async save(manager: EntityManager, locked: readonly LockedRow[], changes: DecisionChanges): Promise<void> {
    await saveStates(manager, locked, changes.states);
    await saveDecisions(manager, changes);
    await storeNotices(manager, changes.occasions, this.planNotices);
  }
}

/** A state as it comes out of its row. */
export type LockedRow = Omit<LockedState, 'policy' | 'masked'> & { readonly policyKey: number };

/** Names all fields: an object of pg's to which a field is added gets a hidden class of its own in V8, six times the time of a new one. */
function toLockedState(row: LockedRow, policy: MonitorPolicy, masked: boolean): LockedState {
  return {
    monitorKey: row.monitorKey,
    status: row.status,
    hold: row.hold,
    maintenance: row.maintenance,
    since: row.since,
    failures: row.failures,
    alerts: row.alerts,
    firstFailureAt: row.firstFailureAt,
    incidentId: row.incidentId,
    dueAt: row.dueAt,
    testNumber: row.testNumber,
    testStartedAt: row.testStartedAt,
    inFlight: row.inFlight,
    sites: row.sites,
    votes: row.votes,
    confirmSite: row.confirmSite,
    lastTest: row.lastTest,
    certificatesAfterTest: row.certificatesAfterTest,
    now: row.now,
    policy,
    masked,
  };
}

async function saveStates(
  manager: EntityManager,
  locked: readonly LockedRow[],
  states: readonly ChangedState[],
): Promise<void> {
  const before = new Map(locked.map((state) => [state.monitorKey, state]));
  const steady: ChangedState[] = [];
  const moved: ChangedState[] = [];
  for (const state of states) (hasSameStanding(before.get(state.monitorKey), state) ? steady : moved).push(state);
  await runOverRows(manager, UPDATE_ROUNDS, steady, [
    (state) => state.monitorKey,
    (state) => state.dueAt,
    (state) => state.inFlight,
    (state) => JSON.stringify(state.votes),
    (state) => (state.lastTest === null ? null : JSON.stringify(state.lastTest)),
    responseMs,
  ]);
  await runOverRows(manager, UPDATE_STATES, moved, [
    (state) => state.monitorKey,
    (state) => state.status,
    (state) => state.since,
    (state) => state.failures,
    (state) => state.alerts,
    (state) => state.firstFailureAt,
    (state) => state.incidentId,
    (state) => state.dueAt,
    (state) => state.inFlight,
    (state) => JSON.stringify(state.votes),
    (state) => (state.lastTest === null ? null : JSON.stringify(state.lastTest)),
    responseMs,
  ]);
}

/** How long the slowest session of the last test took, of those that count; null when there is none. */
function responseMs({ lastTest }: ChangedState): number | null {
  let slowest: number | null = null;
  for (const { missing, totalMs } of Object.values(lastTest?.votes ?? {})) {
    if (missing === undefined && (slowest === null || totalMs > slowest)) slowest = totalMs;
  }
  return slowest;
}

/** Whether a decision left everything as it was but the test itself. */
function hasSameStanding(before: LockedRow | undefined, after: ChangedState): boolean {
  return (
    before !== undefined &&
    before.status === after.status &&
    before.failures === after.failures &&
    before.alerts === after.alerts &&
    before.incidentId === after.incidentId &&
    before.since.getTime() === after.since.getTime() &&
    before.firstFailureAt?.getTime() === after.firstFailureAt?.getTime()
  );
}

async function saveDecisions(manager: EntityManager, changes: DecisionChanges): Promise<void> {
  await runOverRows(manager, REQUEST_CONFIRMATIONS, changes.confirmations, [
    (asked) => asked.monitorKey,
    (asked) => asked.site,
    (asked) => asked.leaseUntil,
  ]);
  await runOverRows(manager, INSERT_INCIDENTS, changes.newIncidents, [
    (row) => row.id,
    (row) => row.monitorKey,
    (row) => row.startedAt,
  ]);
  await runOverRows(manager, UPDATE_INCIDENTS, changes.incidentChanges, [
    (row) => row.id,
    (row) => row.alerts,
    (row) => row.endedAt,
    (row) => row.ending,
  ]);
  await runOverRows(manager, INSERT_EVENTS, changes.events, [
    (row) => row.monitorKey,
    (row) => row.at,
    (row) => row.type,
    (row) => row.testNumber,
    (row) => row.reason,
    (row) => JSON.stringify(row.data),
  ]);
  await saveResults(manager, changes.results);
  await saveCertificates(manager, changes.certificates);
}

async function saveResults(manager: EntityManager, results: readonly NewResult[]): Promise<void> {
  await runOverRows(manager, INSERT_RESULTS, results, [
    (row) => row.monitorKey,
    (row) => row.testNumber,
    (row) => row.at,
    (row) => row.site,
    (row) => row.passed,
    (row) => row.phase,
    (row) => row.code,
    (row) => row.replyCode,
    (row) => row.timings.totalMs,
    (row) => row.timings.connectMs,
    (row) => row.timings.greetingMs,
    (row) => row.timings.quitMs,
    (row) => row.timings.dnsMs,
    (row) => row.timings.tlsMs,
    (row) => row.timings.ehloMs,
    // Null takes no room, and is what nearly every row has.
    (row) => (row.suspect ? true : null),
  ]);
  const detailed = results.filter((result) => result.detail !== null);
  await runOverRows(manager, INSERT_DETAILS, detailed, [
    (row) => row.monitorKey,
    (row) => row.at,
    (row) => row.site,
    (row) => JSON.stringify(row.detail),
  ]);
}

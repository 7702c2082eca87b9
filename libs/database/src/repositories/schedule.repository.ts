import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { MonitorInput } from '@twotwenty/contracts/monitor';
import type { DataSource } from 'typeorm';
import type { MonitorPolicy } from '../entities/monitor-policy.entity.js';
import { Policies, policyOf } from './policies.js';
import { queryPrepared } from './prepared.js';

/** A test that was just begun: what every site that is asked needs to know. */
export interface ClaimedTest {
  readonly monitorKey: number;
  readonly testNumber: number;
  readonly sites: readonly string[];
  readonly target: MonitorInput['target'];
  readonly maxTestDurationMs: number;
  /** From a test to the next one while all is well. */
  readonly delaySeconds: number;
  /** The shortest of all its delays. */
  readonly shortestDelaySeconds: number;
  readonly dueAt: Date;
  /** The moment of the claim by the database's clock; before `dueAt` where it was claimed ahead. */
  readonly claimedAt: Date;
  readonly forced: boolean;
  /** It was Up when the test began. */
  readonly well: boolean;
}

/**
 * Which sites the next test of a state will ask, as far as is known of it: those that were asked last, but for the one that was to confirm what the
 * others saw. A state that has none, as after a hold, costs a look at its monitor.
 */
const ASKED = `CASE WHEN sites = '{}' THEN (SELECT monitor.sites FROM monitor WHERE monitor.key = monitor_key)
                    ELSE array_remove(sites, confirm_site) END`;

/**
 * One statement: takes the monitors that are due now or within $3 milliseconds, oldest first, past tests in flight and rows that
 * another controller is taking, opens their next test and lends it until the time of the test and the grace are over. A test that
 * is taken ahead begins when it is due.
 *
 * What only sites of $5 are asked about is left out, unless somebody waits for it; with $6 it is only that, as far as this site is asked. A
 * monitor whose sites were changed since its last test is taken as it was, once.
 *
 * The rows are found by where they are: they were just locked, and against a join by key the planner may read the whole table. One
 * that somebody else has changed since the statement began is passed over, as it is when its lock is taken.
 */
const CLAIM_DUE = `
  WITH due AS MATERIALIZED (
    SELECT ctid FROM monitor_state
    WHERE due_at <= now() + make_interval(secs => $3::float8 / 1000)
      AND due_at > coalesce(now() - make_interval(secs => $4::float8 / 1000), '-infinity')
      AND due_at >= coalesce($7::timestamptz, '-infinity')
      AND NOT in_flight AND (hold IS NULL OR hold = 'maintenance' AND maintenance = 'mute')
      AND ($5::text[] IS NULL
           OR CASE WHEN $6::text IS NULL
                   THEN forced OR NOT (${ASKED}) <@ $5
                   ELSE (${ASKED}) @> ARRAY[$6] AND (${ASKED}) <@ $5 END)
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE monitor_state state
  SET test_number = state.test_number + 1,
      test_started_at = greatest(now(), state.due_at),
      in_flight = true,
      sites = monitor.sites,
      votes = '{}',
      confirm_site = NULL,
      confirm_pending = false,
      lease_until = greatest(now(), state.due_at)
                    + make_interval(secs => (monitor.timing->>'maxTestDurationSeconds')::float8 + $2)
  FROM monitor
  WHERE state.ctid = ANY(ARRAY(SELECT ctid FROM due)) AND monitor.key = state.monitor_key
  RETURNING state.monitor_key AS "monitorKey", state.test_number AS "testNumber", state.sites, monitor.target,
            state.due_at AS "dueAt", state.forced, state.status = 'up' AS well, now() AS "claimedAt", state.policy_key AS "policyKey"`;

/**
 * One statement: takes the confirmations that are asked for and lends their tests anew. Whoever is killed after it leaves a
 * test to its lease, as with one that is due: then the first votes decide.
 */
const CLAIM_CONFIRMATIONS = `
  WITH asked AS MATERIALIZED (
    SELECT ctid FROM monitor_state
    WHERE confirm_pending AND in_flight ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE monitor_state state
  SET confirm_pending = false,
      lease_until = now() + make_interval(secs => (monitor.timing->>'maxTestDurationSeconds')::float8 + $2)
  FROM monitor
  WHERE state.ctid = ANY(ARRAY(SELECT ctid FROM asked)) AND monitor.key = state.monitor_key
  RETURNING state.monitor_key AS "monitorKey", state.test_number AS "testNumber", ARRAY[state.confirm_site] AS sites,
            monitor.target, now() AS "dueAt", false AS forced, state.status = 'up' AS well, now() AS "claimedAt",
            state.policy_key AS "policyKey"`;

type ClaimedRow = Omit<ClaimedTest, 'maxTestDurationMs' | 'delaySeconds' | 'shortestDelaySeconds'> & {
  readonly policyKey: number;
};

/** Which of the tests that are due a claim begins. */
export interface ClaimOptions {
  /** Also those that are due within so many milliseconds, so that their sites have their orders in time. */
  readonly aheadMs?: number;
  /**
   * Only those that are due since so many milliseconds at most; null for all. Tests in flight keep the time at which they were due: with
   * many that last long, this is what a claim does not have to pass over.
   */
  readonly lookBackMs?: number | null;
  /** Only those that are due then or later; null for all. */
  readonly dueFrom?: Date | null;
  /** Sites that have more to do than they can: what is for them alone stays due, unless somebody waits for it. */
  readonly rationed?: readonly string[];
  /** One of them: only what is for it, and for none that is not rationed. */
  readonly site?: string | null;
}

/** Which monitors are due. The only place where a test begins. */
export class ScheduleRepository {
  private readonly policies = new Policies();

  constructor(private readonly dataSource: DataSource) {}

  /** Begins the tests that are due. @param limit the most tests to begin at once */
  async claimDue(
    limit: number,
    { aheadMs = 0, lookBackMs = null, dueFrom = null, rationed = [], site = null }: ClaimOptions = {},
  ): Promise<ClaimedTest[]> {
    const sites = rationed.length === 0 ? null : rationed;
    const parameters = [limit, LEASE_GRACE_SECONDS, aheadMs, lookBackMs, sites, site, dueFrom];
    return this.claim(CLAIM_DUE, parameters);
  }

  /**
   * Takes up what other sites are asked to confirm: each of these tests goes on, at the site that is named.
   * @param limit the most tests at once
   */
  async claimConfirmations(limit: number): Promise<ClaimedTest[]> {
    return this.claim(CLAIM_CONFIRMATIONS, [limit, LEASE_GRACE_SECONDS]);
  }

  /** Whoever is killed between the claim and what it reads of new policies leaves the tests to their leases. */
  private async claim(statement: string, parameters: readonly unknown[]): Promise<ClaimedTest[]> {
    const { manager } = this.dataSource;
    const rows = await queryPrepared<ClaimedRow>(manager, statement, parameters);
    const policies = await this.policies.of(manager, rows);
    return rows.map((row) => toClaimedTest(row, policyOf(policies, row.policyKey)));
  }
}

function toClaimedTest(
  row: ClaimedRow,
  { timing: { maxTestDurationSeconds, delaySeconds } }: MonitorPolicy,
): ClaimedTest {
  return {
    monitorKey: row.monitorKey,
    testNumber: row.testNumber,
    sites: row.sites,
    target: row.target,
    maxTestDurationMs: Math.round(maxTestDurationSeconds * 1000),
    delaySeconds: delaySeconds.up,
    shortestDelaySeconds: Math.min(delaySeconds.up, delaySeconds.warn, delaySeconds.down, delaySeconds.lost),
    dueAt: row.dueAt,
    claimedAt: row.claimedAt,
    forced: row.forced,
    well: row.well,
  };
}

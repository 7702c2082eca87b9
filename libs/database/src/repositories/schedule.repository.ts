import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { MonitorInput } from '@twotwenty/contracts/monitor';
import type { DataSource } from 'typeorm';
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
  readonly dueAt: Date;
  /** The moment of the claim by the database's clock; before `dueAt` where it was claimed ahead. */
  readonly claimedAt: Date;
  readonly forced: boolean;
  /** It was Up when the test began. */
  readonly well: boolean;
}

/**
 * One statement: takes the monitors that are due now or within $3 milliseconds, oldest first, past rows that another controller is taking, opens their
 * next test and lends it until the time of the test and the grace are over. A test that is taken ahead begins when it is due.
 */
const CLAIM_DUE = `
  WITH due AS MATERIALIZED (
    SELECT monitor_key, due_at, forced FROM monitor_state
    WHERE due_at <= now() + make_interval(secs => $3::float8 / 1000) AND NOT in_flight AND (hold IS NULL OR hold = 'maintenance' AND maintenance = 'mute')
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE monitor_state state
  SET test_number = state.test_number + 1,
      test_started_at = greatest(now(), due.due_at),
      in_flight = true,
      forced = false,
      sites = monitor.sites,
      votes = '{}',
      confirm_site = NULL,
      confirm_pending = false,
      due_at = greatest(now(), due.due_at)
               + make_interval(secs => (monitor.timing->>'maxTestDurationSeconds')::float8 + $2)
  FROM due JOIN monitor ON monitor.key = due.monitor_key
  WHERE state.monitor_key = due.monitor_key
  RETURNING state.monitor_key AS "monitorKey", state.test_number AS "testNumber", state.sites, monitor.target,
            due.due_at AS "dueAt", due.forced, state.status = 'up' AS well, now() AS "claimedAt",
            round((monitor.timing->>'maxTestDurationSeconds')::numeric * 1000)::int AS "maxTestDurationMs",
            (monitor.timing->'delaySeconds'->>'up')::float8 AS "delaySeconds"`;

/**
 * One statement: takes the confirmations that are asked for and lends their tests anew. Whoever is killed after it leaves a
 * test to its lease, as with one that is due: then the first votes decide.
 */
const CLAIM_CONFIRMATIONS = `
  WITH asked AS MATERIALIZED (
    SELECT monitor_key FROM monitor_state
    WHERE confirm_pending AND in_flight ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE monitor_state state
  SET confirm_pending = false,
      due_at = now() + make_interval(secs => (monitor.timing->>'maxTestDurationSeconds')::float8 + $2)
  FROM asked JOIN monitor ON monitor.key = asked.monitor_key
  WHERE state.monitor_key = asked.monitor_key
  RETURNING state.monitor_key AS "monitorKey", state.test_number AS "testNumber", ARRAY[state.confirm_site] AS sites,
            monitor.target, now() AS "dueAt", false AS forced, state.status = 'up' AS well, now() AS "claimedAt",
            round((monitor.timing->>'maxTestDurationSeconds')::numeric * 1000)::int AS "maxTestDurationMs",
            (monitor.timing->'delaySeconds'->>'up')::float8 AS "delaySeconds"`;

/** Which monitors are due. The only place where a test begins. */
export class ScheduleRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Begins the tests that are due.
   * @param limit the most tests to begin at once
   * @param aheadMs also those that are due within so many milliseconds, so that their sites have their orders in time
   */
  async claimDue(limit: number, aheadMs = 0): Promise<ClaimedTest[]> {
    return queryPrepared<ClaimedTest>(this.dataSource.manager, CLAIM_DUE, [limit, LEASE_GRACE_SECONDS, aheadMs]);
  }

  /**
   * Takes up what other sites are asked to confirm: each of these tests goes on, at the site that is named.
   * @param limit the most tests at once
   */
  async claimConfirmations(limit: number): Promise<ClaimedTest[]> {
    return queryPrepared<ClaimedTest>(this.dataSource.manager, CLAIM_CONFIRMATIONS, [limit, LEASE_GRACE_SECONDS]);
  }
}

import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { DataSource } from 'typeorm';
import { LEASE_IS_OVER } from './decision.sql.js';
import { DUE } from './delivery.sql.js';
import { queryPrepared } from './prepared.js';
import { WAITING_CHECKS } from './recovery-check.repository.js';
import { READY } from './repair.sql.js';

/** What waits for an evaluator. */
export interface Waiting {
  /** Notices that are to be put into the queue. */
  readonly deliveries: boolean;
  /** Repairs that are to be begun. */
  readonly repairs: boolean;
  /** Machines that are to be looked at. */
  readonly checks: boolean;
  /** Tests that had no answer in time. */
  readonly leases: boolean;
}

// The last is ordered so that the index is read, which ends at once.
const LOOK = `
  SELECT EXISTS (${DUE}) AS deliveries, EXISTS (${READY}) AS repairs, EXISTS (${WAITING_CHECKS}) AS checks,
         (SELECT true FROM monitor_state state
          WHERE ${LEASE_IS_OVER} AND state.due_at <= now() - make_interval(secs => $1)
          ORDER BY state.due_at LIMIT 1) IS NOT NULL AS leases`;

/** Tells in one statement, which changes nothing, what there is to do: nearly always nothing. */
export class LookoutRepository {
  constructor(private readonly dataSource: DataSource) {}

  async look(): Promise<Waiting> {
    const [waiting] = await queryPrepared<Waiting>(this.dataSource.manager, LOOK, [LEASE_GRACE_SECONDS]);
    if (waiting === undefined) throw new Error('a statement without a condition gave no row');
    return waiting;
  }
}

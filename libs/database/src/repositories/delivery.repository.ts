import type { NoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import type { SkipReason } from '@twotwenty/domain/alerting/plan-notices';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import type { DataSource } from 'typeorm';
import {
  DELETE_OLD,
  EXTEND,
  FORM_GROUPS,
  DUE,
  GROUPS_ARE_DUE,
  LOCK_MONITORS,
  LOCK_SITES,
  SELECT_ALERTS,
  SELECT_DELIVERY_TO_STAND_IN,
  SELECT_DUE,
  SET_DELIVERED,
  SET_QUEUED,
  SET_SKIPPED,
  SET_TROUBLE,
  TAKE,
} from './delivery.sql.js';
import { runOverRows } from './rows.js';
import { callStandIns, type AlertRow } from './stand-ins.js';

/** A delivery that is to be put into the queue. */
export interface DueDelivery {
  readonly deliveryId: string;
  readonly actionId: string;
}

export interface QueueLimits {
  readonly perAction: number;
  readonly inAll: number;
  readonly leaseSeconds: number;
}

export interface MadeDelivery {
  readonly deliveryId: string;
  readonly response: string;
  readonly durationMs: number;
}

/** A run whose attempt has just begun. Those of one delivery are told together. */
export interface TakenRun {
  readonly id: string;
  readonly deliveryId: string;
  readonly sequence: string;
  readonly alertId: string;
  readonly alertName: string;
  readonly actionId: string;
  readonly actionType: string;
  readonly kind: NoticeKind | 'test';
  readonly alertNumber: number;
  readonly standsInForActionId: string | null;
  /** This one included. */
  readonly attempts: number;
  /** Of the first attempt. */
  readonly startedAt: Date;
  readonly facts: TokenValues;
  /** When it was decided. */
  readonly at: Date;
  /** Whether the action has delivered a failure notice of the incident. */
  readonly hasTold: boolean;
}

export interface TakenDeliveries {
  /** In the order in which they were planned. */
  readonly runs: readonly TakenRun[];
  /** Of the runs; one that was deleted is missing. */
  readonly alerts: ReadonlyMap<string, AlertRow>;
}

/** What went wrong with an attempt, and what is to follow. */
export interface Trouble {
  readonly error: string;
  readonly response: string | null;
  readonly durationMs: number;
  /** Milliseconds to the next attempt; null: there is none, the delivery has failed. */
  readonly retryInMs: number | null;
  /** Whether the action that stands in for this one is to be called upon, if that was not done before. */
  readonly callStandIn: boolean;
}

const ADVISORY_LOCK = 220_002;

/**
 * The outbox: which notices are due, who is at them, and what became of them. Postgres alone knows; the queue only
 * hands them out, and may lose them or hand them out twice.
 */
export class DeliveryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Finds what is to be delivered now, and notes that it is in the queue. One process at a time does so.
   * @param limits most deliveries under way at once, of one action and in all, and seconds after which the queue has
   *   lost them
   * @returns the deliveries, those of an action together; none also while another process is at it
   */
  async queueDue(limits: QueueLimits): Promise<DueDelivery[]> {
    if ((await this.dataSource.query<unknown[]>(`${DUE} LIMIT 1`)).length === 0) return [];
    return this.dataSource.transaction(async (manager) => {
      const [lock] = await manager.query<{ got: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS got', [
        ADVISORY_LOCK,
      ]);
      if (lock?.got !== true) return [];
      const groups = await manager.query<unknown[]>(GROUPS_ARE_DUE);
      if (groups.length > 0) await manager.query(FORM_GROUPS);
      const due = await manager.query<Pick<DueDelivery, 'deliveryId'>[]>(SELECT_DUE, [limits.perAction, limits.inAll]);
      if (due.length === 0) return [];
      const ids = due.map(({ deliveryId }) => deliveryId);
      const [rows] = await manager.query<[DueDelivery[], number]>(SET_QUEUED, [ids, limits.leaseSeconds]);
      return [...new Map(rows.map((row) => [row.deliveryId, row])).values()];
    });
  }

  /**
   * Begins an attempt of some deliveries. Those that are over, not due, or that somebody else is at are left out.
   * @param leaseMs after that time whoever made the attempt is taken to have died, and another one is made
   */
  async take(deliveryIds: readonly string[], leaseMs: number): Promise<TakenDeliveries> {
    const [taken] = await this.dataSource.query<[TakenRun[], number]>(TAKE, [deliveryIds, leaseMs]);
    const alertIds = [...new Set(taken.map(({ alertId }) => alertId))];
    const rows = alertIds.length === 0 ? [] : await this.dataSource.query<AlertRow[]>(SELECT_ALERTS, [alertIds]);
    const runs = taken.sort((left, right) => Number(left.sequence) - Number(right.sequence));
    return { runs, alerts: new Map(rows.map((row) => [row.id, row])) };
  }

  /** Gives an attempt that may take longer than most so much time from now. */
  async extend(deliveryId: string, attempt: number, leaseMs: number): Promise<void> {
    await this.dataSource.query(EXTEND, [deliveryId, attempt, leaseMs]);
  }

  /** Notes that deliveries were made. */
  async delivered(made: readonly MadeDelivery[]): Promise<void> {
    await runOverRows(this.dataSource.manager, SET_DELIVERED, made, [
      ({ deliveryId }) => deliveryId,
      ({ response }) => response,
      ({ durationMs }) => durationMs,
    ]);
  }

  /** Notes that runs that were to be made are not made after all. */
  async skip(runIds: readonly string[], reason: SkipReason): Promise<void> {
    await this.dataSource.query(SET_SKIPPED, [runIds, reason.code, reason.message]);
  }

  /**
   * Notes what went wrong with an attempt, and plans what stands in, in one transaction. Does nothing when another
   * attempt has begun meanwhile.
   * @param attempt the number of the attempt
   */
  async troubled(deliveryId: string, attempt: number, trouble: Trouble): Promise<void> {
    const { error, response, durationMs, retryInMs } = trouble;
    const values = [deliveryId, attempt, retryInMs, error, response, durationMs];
    if (!trouble.callStandIn) {
      await this.dataSource.query(SET_TROUBLE, values);
      return;
    }
    await this.dataSource.transaction(async (manager) => {
      // Before the runs, as a decision does.
      await manager.query(LOCK_MONITORS, [deliveryId]);
      await manager.query(LOCK_SITES, [deliveryId]);
      await manager.query(SET_TROUBLE, values);
      await callStandIns(manager, SELECT_DELIVERY_TO_STAND_IN, deliveryId, attempt);
    });
  }

  /**
   * Forgets what was told long ago.
   * @returns how many notices were deleted, at most `limit`
   */
  async deleteOlderThan(days: number, limit: number): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(DELETE_OLD, [days, limit]);
    return count;
  }
}

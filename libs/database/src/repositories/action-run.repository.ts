import type {
  ActionRun,
  ActionRunDetail,
  ActionRunQuery,
  Attention,
  FailedOfAlert,
  RetryInput,
} from '@twotwenty/contracts/action-run';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { isRepairType, REPAIR_TYPES } from '@twotwenty/domain/recovery/repair-types';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { BAD_NEWS_KINDS, GOOD_NEWS_KINDS } from './notice-kinds.sql.js';
import { SELECT_RUNS, toRun, type RunRow } from './action-run.rows.js';
import { slice, type Slice } from './page.js';
import { repairDetails } from './repair-detail.js';
import { releaseAgain } from './repair-release.repository.js';
import { StorageError } from './storage-error.js';

export type ActionRunFilter = Omit<ActionRunQuery, 'limit' | 'cursor'>;

/** What is to be tried. */
export interface Trial {
  readonly alertId: string;
  readonly alertName: string;
  readonly actionId: string;
  readonly actionType: string;
  /** The values of the tokens. */
  readonly facts: TokenValues;
}

/** Whether the action told the recovery already: a failure is never told after it. */
const IS_TAKEN_BACK = `EXISTS (
    SELECT 1 FROM action_run recovery
    WHERE recovery.incident_id = run.incident_id AND recovery.alert_id = run.alert_id
      AND recovery.action_id = run.action_id AND recovery.kind IN (${GOOD_NEWS_KINDS}) AND recovery.state = 'delivered'
      AND run.kind IN (${BAD_NEWS_KINDS}))`;

// The key by which receivers know a repetition stays the same: an attempt may have got through unnoticed. The time after
// which a run is given up begins anew.
const TRY_AGAIN = `
  UPDATE action_run run SET state = 'pending', due_at = now(), queued_until = NULL, running_until = NULL, started_at = NULL,
                        finished_at = NULL
  WHERE state = 'failed' AND delivery_id IS NOT NULL AND NOT ${IS_TAKEN_BACK}`;

/** A recovery that was left out because no failure had been told has to follow once one is told after all. */
const REVIVE_RECOVERIES = `
  UPDATE action_run recovery
  SET state = 'pending', skip_code = NULL, skip_reason = NULL, finished_at = NULL, due_at = now(),
      delivery_id = coalesce(recovery.delivery_id, recovery.id)
  FROM action_run failure
  WHERE failure.state = 'pending' AND failure.kind IN (${BAD_NEWS_KINDS}) AND recovery.incident_id = failure.incident_id
    AND recovery.alert_id = failure.alert_id AND recovery.action_id = failure.action_id
    AND recovery.kind IN (${GOOD_NEWS_KINDS}) AND recovery.state = 'skipped' AND recovery.skip_code = 'no-failure-notice-sent'
    AND NOT EXISTS (
      SELECT 1 FROM action_run other
      WHERE other.incident_id = recovery.incident_id AND other.alert_id = recovery.alert_id
        AND other.action_id = recovery.action_id AND other.kind IN (${GOOD_NEWS_KINDS}) AND other.state <> 'skipped')`;

const FAILED_BY_ALERT = `
  SELECT alert_id AS "alertId", (array_agg(alert_name ORDER BY sequence DESC))[1] AS "alertName", count(*)::int AS count,
         min(created_at) AS "oldestAt"
  FROM action_run WHERE state = 'failed' AND kind <> 'test' AND action_type <> ALL ($1)
  GROUP BY alert_id ORDER BY count(*) DESC, alert_id`;

type RetriedRun = Pick<RunRow, 'id' | 'state' | 'actionType' | 'deliveryId'>;

/** What the actions did, for people to read and to have done again. */
export class ActionRunRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs, newest first. @param before the sequence of the last run of the page before */
  async list(limit: number, before: string | null, filter: ActionRunFilter): Promise<Slice<ActionRun, string>> {
    const parameters: unknown[] = [limit + 1];
    const columns = {
      'run.state': filter.state,
      'run.kind': filter.kind,
      'run.alert_id': filter.alertId,
      'run.action_id': filter.actionId,
      'run.incident_id': filter.incidentId,
      'monitor.id': filter.monitorId,
      'site.name': filter.site,
    };
    const conditions = Object.entries(columns)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `${column} = $${parameters.push(value)}`);
    if (before !== null) conditions.push(`run.sequence < $${parameters.push(before)}`);
    const rows = await this.dataSource.query<RunRow[]>(
      `${SELECT_RUNS} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY run.sequence DESC LIMIT $1`,
      parameters,
    );
    return slice(rows, limit, (row) => row.sequence, toRun);
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<ActionRunDetail> {
    const run = await readRun(this.dataSource.manager, id);
    const details = await repairDetails(this.dataSource.manager, [run]);
    return { ...run, repair: details.get(id) ?? null };
  }

  /** What of the runs waits for a person. */
  async attention(): Promise<Attention> {
    const alerts = await this.dataSource.query<(FailedOfAlert & { oldestAt: Date })[]>(FAILED_BY_ALERT, [REPAIR_TYPES]);
    const [waiting] = await this.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM action_run WHERE state = 'awaiting-approval'`,
    );
    const oldestAt = alerts.map((alert) => alert.oldestAt.toISOString()).sort()[0] ?? null;
    return {
      failedNotices: {
        count: alerts.reduce((sum, { count }) => sum + count, 0),
        oldestAt,
        alerts: alerts.map(({ alertId, alertName, count }) => ({ alertId, alertName, count })),
      },
      waitingRepairs: waiting?.count ?? 0,
    };
  }

  /**
   * Has a run that failed tried again at once; those that were told together with it too. A recovery that was left out
   * because this one failed follows it. A repair is carried out again, within its guard rails.
   * @param actor who wants it
   * @throws StorageError `not-found`, `not-failed`
   */
  async retry(id: string, actor: string): Promise<ActionRun> {
    return this.dataSource.transaction(async (manager) => {
      const [run] = await manager.query<(RetriedRun & { isTakenBack: boolean })[]>(
        `SELECT run.id, run.state, run.action_type AS "actionType", run.delivery_id AS "deliveryId",
                ${IS_TAKEN_BACK} AS "isTakenBack"
         FROM action_run run WHERE run.id = $1 FOR UPDATE`,
        [id],
      );
      if (run === undefined) throw unknownRun();
      if (isRepairType(run.actionType)) {
        await releaseAgain(manager, run, actor);
        return readRun(manager, id);
      }
      if (run.state !== 'failed') {
        throw new StorageError('not-failed', `Only a run that failed is tried again: this one is ${run.state}.`);
      }
      if (run.isTakenBack) {
        throw new StorageError('not-failed', 'The recovery was told already: a failure is not told after it.');
      }
      // Its own delivery, or that of all who were told together.
      await manager.query(`${TRY_AGAIN} AND delivery_id = $1`, [run.deliveryId]);
      await manager.query(REVIVE_RECOVERIES);
      return readRun(manager, id);
    });
  }

  /**
   * Has all runs that failed of an alert or an action tried again at once, trials excepted, and failures that were taken
   * back.
   * @returns how many
   */
  async retryAll({ alertId, actionId }: RetryInput): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [, count] = await manager.query<[unknown, number]>(
        `${TRY_AGAIN} AND kind <> 'test' AND ($1::uuid IS NULL OR alert_id = $1) AND ($2::uuid IS NULL OR action_id = $2)`,
        [alertId ?? null, actionId ?? null],
      );
      await manager.query(REVIVE_RECOVERIES);
      return count;
    });
  }

  /** Has an action tried: it is run at once, as if it had something to tell. */
  async insertTest({ alertId, alertName, actionId, actionType, facts }: Trial): Promise<ActionRun> {
    return this.dataSource.transaction(async (manager) => {
      const [noticeId, id] = [uuidv7(), uuidv7()];
      await manager.query(
        `INSERT INTO notice (id, monitor_key, incident_id, kind, alert_number, facts, at)
         VALUES ($1, NULL, NULL, 'test', 0, $2, now())`,
        [noticeId, facts],
      );
      await manager.query(
        `INSERT INTO action_run (id, notice_id, alert_id, alert_name, action_id, action_type, kind, alert_number, state,
                                 delivery_id, due_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'test', 0, 'pending', $1, now(), now())`,
        [id, noticeId, alertId, alertName, actionId, actionType],
      );
      return readRun(manager, id);
    });
  }
}

async function readRun(manager: EntityManager, id: string): Promise<ActionRun> {
  const [row] = await manager.query<RunRow[]>(`${SELECT_RUNS} WHERE run.id = $1`, [id]);
  if (row === undefined) throw unknownRun();
  return toRun(row);
}

function unknownRun(): StorageError {
  return new StorageError('not-found', 'There is no such run.');
}

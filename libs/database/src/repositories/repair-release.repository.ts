import { REPAIR_ENDINGS_TO_RETRY, type RunState } from '@twotwenty/contracts/action-run';
import type { AuditAction } from '@twotwenty/contracts/audit';
import type { DataSource, EntityManager } from 'typeorm';
import { writeAudit } from './audit.repository.js';
import { FORGET_ATTEMPT } from './repair.sql.js';
import { StorageError } from './storage-error.js';

interface HeldRun {
  readonly id: string;
  readonly state: RunState;
  readonly actionType: string;
}

const LOCK = `SELECT id, state, action_type AS "actionType" FROM action_run WHERE id = $1 FOR UPDATE`;

// Without a notice of its own in the outbox: evaluators look for what is ready.
const RELEASE = `
  UPDATE action_run
  SET state = 'ready', due_at = now(), fell_back = false, error = NULL, response = NULL, started_at = NULL,
      finished_at = NULL, duration_ms = NULL
  WHERE id = $1`;

const SET_RELEASED = `
  INSERT INTO repair (run_id, released_by, released_at) VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (run_id) DO UPDATE
  SET released_by = excluded.released_by, released_at = excluded.released_at, ${FORGET_ATTEMPT}`;

const DECLINE = `
  UPDATE action_run
  SET state = 'skipped', skip_code = 'declined', skip_reason = $2, finished_at = clock_timestamp()
  WHERE id = $1`;

/** What people decide about repairs. */
export class RepairReleaseRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Has a repair that waits carried out. @throws StorageError `not-found`, `not-waiting` */
  async approve(id: string, actor: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const run = await lockWaiting(manager, id);
      await release(manager, run, actor, 'recovery-approved');
    });
  }

  /** Says that a repair that waits is not to be carried out. @throws StorageError `not-found`, `not-waiting` */
  async decline(id: string, actor: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const run = await lockWaiting(manager, id);
      await manager.query(DECLINE, [id, `Declined by ${actor}.`]);
      await manager.query(SET_RELEASED, [id, actor]);
      await audit(manager, run, actor, 'recovery-declined');
    });
  }
}

/**
 * Has a repair that did not come to a good end carried out once more, because somebody says so.
 * @param run locked
 * @throws StorageError `not-failed`
 */
export async function releaseAgain(manager: EntityManager, run: HeldRun, actor: string): Promise<void> {
  if (!(REPAIR_ENDINGS_TO_RETRY as readonly string[]).includes(run.state)) {
    const states = REPAIR_ENDINGS_TO_RETRY.join(', ');
    throw new StorageError('not-failed', `Only a repair that is ${states} is carried out again: this is ${run.state}.`);
  }
  await release(manager, run, actor, 'recovery-retried');
}

async function lockWaiting(manager: EntityManager, id: string): Promise<HeldRun> {
  const [run] = await manager.query<HeldRun[]>(LOCK, [id]);
  if (run === undefined) throw new StorageError('not-found', 'There is no such run.');
  if (run.state === 'awaiting-approval') return run;
  throw new StorageError('not-waiting', `It does not wait to be released: it is ${run.state}.`);
}

async function release(manager: EntityManager, run: HeldRun, actor: string, action: AuditAction): Promise<void> {
  await manager.query(RELEASE, [run.id]);
  await manager.query(SET_RELEASED, [run.id, actor]);
  await audit(manager, run, actor, action);
}

async function audit(manager: EntityManager, run: HeldRun, actor: string, action: AuditAction): Promise<void> {
  const { id, actionType, state } = run;
  const details = { type: actionType, stateBefore: state };
  await writeAudit(manager, { actor, action, subjectType: 'action-run', subjectId: id, subjectName: null, details });
}

import { MAX_ASSIGNED } from '@twotwenty/contracts/assignment';
import type { AuditAction } from '@twotwenty/contracts/audit';
import { MAX_BULK_MONITORS } from '@twotwenty/contracts/limits';
import {
  MAX_UNCHANGED_SHOWN,
  type BulkAction,
  type BulkInput,
  type BulkOutcome,
} from '@twotwenty/contracts/monitor-bulk';
import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import type { DataSource, EntityManager } from 'typeorm';
import { endOfSuspension } from './hold.repository.js';
import { LOCK_KEYS } from './hold.sql.js';
import { ADD_TO_ALERT, CHANGES, LOCK_CONFIGURATIONS, UNCHANGED, WRITE_BULK_AUDIT } from './monitor-bulk.sql.js';
import { alignHolds } from './monitor.hold.js';
import { conditionsOf } from './monitor-list.sql.js';
import { StorageError } from './storage-error.js';

interface FoundRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  /** Why it stays as it is; null when it is changed. */
  readonly reason: string | null;
}

/** An action with what it needs: the values of its statements, and what is written down about it. */
interface Plan {
  readonly action: BulkAction;
  /** What the reasons to leave a monitor alone ask for. */
  readonly known: readonly string[] | null;
  /** What is set. */
  readonly value: unknown;
  readonly details: object;
  readonly alertId: string | null;
}

const AUDIT_ACTIONS: Readonly<Record<BulkAction, AuditAction>> = {
  enable: 'monitor-enabled',
  disable: 'monitor-disabled',
  suspend: 'monitor-suspended',
  resume: 'monitor-resumed',
  test: 'monitor-tested',
  'add-tags': 'monitor-tags-added',
  'remove-tags': 'monitor-tags-removed',
  'add-to-alert': 'monitor-added-to-alert',
};

/** Which actions may put monitors under a hold or release them: windows are for tags too. */
const BEAR_ON_HOLDS: ReadonlySet<BulkAction> = new Set([
  'enable',
  'disable',
  'suspend',
  'resume',
  'add-tags',
  'remove-tags',
]);

/** What is done to many monitors at once. */
export class MonitorBulkRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Does the same to several monitors, with a constant number of statements in one transaction: all that can be changed are,
   * or none. Each that is changed is written down in the audit log.
   * @param actor the name of the account that asked
   * @throws StorageError `invalid` for more monitors than one action may change and for an end of a suspension that is not
   * ahead, `unknown-reference` for an alert that does not exist
   */
  async carryOut(input: BulkInput, actor: string): Promise<BulkOutcome> {
    return this.dataSource.transaction(async (manager) => {
      const keys = await lock(manager, await find(manager, input));
      const plan = await planOf(manager, input);
      const rows = await manager.query<FoundRow[]>(
        `SELECT monitor.key, monitor.id, monitor.name, ${UNCHANGED[plan.action]} AS reason
         FROM monitor JOIN monitor_state state ON state.monitor_key = monitor.key
              CROSS JOIN (SELECT $2::text[] AS given) known
         WHERE monitor.key = ANY($1::int[]) ORDER BY monitor.key`,
        [keys, plan.known],
      );
      const changed = rows.filter(({ reason }) => reason === null);
      if (changed.length > 0) await change(manager, plan, changed, actor);
      return outcomeOf(input, rows, changed.length);
    });
  }
}

async function find(manager: EntityManager, { ids, filter }: BulkInput): Promise<number[]> {
  const { sql, parameters } = conditionsOf(filter ?? { ids });
  const rows = await manager.query<{ key: number }[]>(
    `SELECT monitor_key AS key FROM monitor_listing listing ${sql.length === 0 ? '' : `WHERE ${sql.join(' AND ')}`}
     LIMIT ${MAX_BULK_MONITORS + 1}`,
    [...parameters],
  );
  if (rows.length <= MAX_BULK_MONITORS) return rows.map(({ key }) => key);
  throw new StorageError('invalid', 'These are too many monitors for one action.', [
    { field: 'filter', message: `must not match more than ${MAX_BULK_MONITORS} monitors: narrow it down` },
  ]);
}

/** Locks states and then configurations, as everybody who changes a monitor. @returns those that still exist */
async function lock(manager: EntityManager, found: readonly number[]): Promise<number[]> {
  const locked = await manager.query<{ monitorKey: number }[]>(LOCK_KEYS, [found]);
  const keys = locked.map(({ monitorKey }) => monitorKey);
  await manager.query(LOCK_CONFIGURATIONS, [keys]);
  return keys;
}

async function planOf(manager: EntityManager, input: BulkInput): Promise<Plan> {
  const plan = { action: input.action, known: null, value: null, details: {}, alertId: null };
  switch (input.action) {
    case 'enable':
    case 'disable':
      return { ...plan, value: input.action === 'enable' };
    case 'suspend': {
      const [clock] = await manager.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
      const until = endOfSuspension(input.suspension, clock?.now ?? new Date(), 'suspension.until');
      return { ...plan, value: until, details: { until: until.toISOString() } };
    }
    case 'resume':
      return plan;
    case 'test':
      return { ...plan, value: true };
    case 'add-tags':
    case 'remove-tags':
      return { ...plan, known: input.tags, value: input.tags, details: { tags: input.tags } };
    case 'add-to-alert': {
      const { name, assignment } = await lockAlert(manager, input.alertId);
      const known = assignment.to === 'all' ? null : [...assignment.monitorIds];
      return { ...plan, known, details: { alertId: input.alertId, alertName: name }, alertId: input.alertId };
    }
  }
}

async function lockAlert(manager: EntityManager, id: string): Promise<{ name: string; assignment: Assignment }> {
  const [alert] = await manager.query<{ name: string; assignment: Assignment }[]>(
    'SELECT name, assignment FROM alert WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  if (alert !== undefined) return alert;
  throw new StorageError('unknown-reference', 'There is no such alert.', [
    { field: 'alertId', message: 'names no alert that exists: choose another one' },
  ]);
}

async function change(
  manager: EntityManager,
  { action, known, value, details, alertId }: Plan,
  rows: readonly FoundRow[],
  actor: string,
): Promise<void> {
  const keys = rows.map(({ key }) => key);
  const ids = rows.map(({ id }) => id);
  if (action === 'add-to-alert') {
    if ((known?.length ?? 0) + ids.length > MAX_ASSIGNED) throw tooManyAssigned();
    await manager.query(ADD_TO_ALERT, [alertId, JSON.stringify(ids)]);
  } else {
    await manager.query(CHANGES[action], [keys, value]);
  }
  if (BEAR_ON_HOLDS.has(action)) await alignHolds(manager, keys);
  const names = rows.map(({ name }) => name);
  await manager.query(WRITE_BULK_AUDIT, [
    actor,
    AUDIT_ACTIONS[action],
    ids,
    names,
    { ...details, together: ids.length },
  ]);
}

function tooManyAssigned(): StorageError {
  return new StorageError('invalid', 'The alert would name too many monitors.', [
    { field: 'alertId', message: `must not name more than ${MAX_ASSIGNED} monitors: give them a tag and assign that` },
  ]);
}

function outcomeOf({ ids = [] }: BulkInput, rows: readonly FoundRow[], changed: number): BulkOutcome {
  const found = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !found.has(id)).map((id) => ({ id, name: null, reason: 'does not exist' }));
  const left = rows.flatMap(({ id, name, reason }) => (reason === null ? [] : [{ id, name, reason }]));
  return {
    matched: rows.length,
    changed,
    unchanged: left.length,
    reasons: [...unknown, ...left].slice(0, MAX_UNCHANGED_SHOWN),
  };
}

import type { StoredAlert } from '@twotwenty/contracts/alert';
import { alertsServing, type AssignableMonitor } from '@twotwenty/domain/alerting/assignment';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AlertEntity } from '../entities/alert.entity.js';
import { requireAssigned } from './assignment.references.js';
import { slice, type Slice } from './page.js';
import { requireVersion, StorageError, type VersionCheck } from './storage-error.js';

/** Where a page of alerts begins: after this name and, among equal names, this id. */
export interface AlertKey {
  readonly name: string;
  readonly id: string;
}

/** What people write of an alert. */
export type AlertContent = Pick<StoredAlert, 'name' | 'enabled' | 'assignment' | 'actions' | 'siteAlerts'>;

/** The alerts, with the secrets of their actions sealed. */
export class AlertRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Alerts by name. */
  async list(limit: number, after: AlertKey | null): Promise<Slice<StoredAlert, AlertKey>> {
    const query = this.dataSource.getRepository(AlertEntity).createQueryBuilder('alert');
    if (after !== null) query.andWhere('(alert.name, alert.id) > (:name, :id)', { ...after });
    const rows = await query
      .orderBy('alert.name')
      .addOrderBy('alert.id')
      .limit(limit + 1)
      .getMany();
    return slice(rows, limit, (row) => ({ name: row.name, id: row.id }), toAlert);
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<StoredAlert> {
    const row = await this.dataSource.getRepository(AlertEntity).findOneBy({ id });
    if (row === null) throw unknownAlert();
    return toAlert(row);
  }

  /** Several by their ids, in that order; those that do not exist are left out. */
  async named(ids: readonly string[]): Promise<StoredAlert[]> {
    const rows = await this.dataSource.getRepository(AlertEntity).findBy({ id: In(ids) });
    const byId = new Map(rows.map((row) => [row.id, toAlert(row)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** The alerts that serve a monitor, by name. @throws StorageError `not-found` for an unknown monitor */
  async serving(monitorId: string): Promise<StoredAlert[]> {
    const [monitor] = await this.dataSource.query<AssignableMonitor[]>(
      `SELECT monitor.id, monitor.device_id AS "deviceId", monitor.tags, device.tags AS "deviceTags"
       FROM monitor JOIN device ON device.id = monitor.device_id WHERE monitor.id = $1`,
      [monitorId],
    );
    if (monitor === undefined) throw new StorageError('not-found', 'There is no such monitor.');
    const alerts = await this.dataSource.getRepository(AlertEntity).find({ order: { name: 'ASC', id: 'ASC' } });
    return alertsServing(alerts.map(toAlert), monitor);
  }

  /** @throws StorageError `unknown-reference` */
  async insert(content: AlertContent): Promise<StoredAlert> {
    return this.dataSource.transaction(async (manager) => {
      await requireAssigned(manager, content.assignment);
      const alerts = manager.getRepository(AlertEntity);
      return toAlert(await alerts.save(alerts.create({ id: uuidv7(), ...content })));
    });
  }

  /**
   * Changes the fields that are named.
   * @param assignment undefined leaves it as it is
   * @param change makes of the stored alert what else is to be changed; may throw to refuse
   * @throws StorageError `not-found`, `version-mismatch`, `unknown-reference`
   */
  async update(
    id: string,
    seen: VersionCheck,
    assignment: StoredAlert['assignment'] | undefined,
    change: (current: StoredAlert) => Partial<Omit<AlertContent, 'assignment'>>,
  ): Promise<StoredAlert> {
    return this.dataSource.transaction(async (manager) => {
      if (assignment !== undefined) await requireAssigned(manager, assignment);
      const row = await lockAlert(manager, id);
      requireVersion(seen, row.version);
      Object.assign(row, change(toAlert(row)), assignment === undefined ? {} : { assignment });
      return toAlert(await manager.save(row));
    });
  }

  /** Removes an alert; what its actions did stays to be read. @throws StorageError `not-found`, `version-mismatch` */
  async delete(id: string, seen: VersionCheck): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const row = await lockAlert(manager, id);
      requireVersion(seen, row.version);
      await manager.delete(AlertEntity, { id });
    });
  }
}

async function lockAlert(manager: EntityManager, id: string): Promise<AlertEntity> {
  const row = await manager.findOne(AlertEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (row === null) throw unknownAlert();
  return row;
}

function unknownAlert(): StorageError {
  return new StorageError('not-found', 'There is no such alert.');
}

function toAlert(row: AlertEntity): StoredAlert {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    assignment: row.assignment,
    actions: row.actions,
    siteAlerts: row.siteAlerts,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

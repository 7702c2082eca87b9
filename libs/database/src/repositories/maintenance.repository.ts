import {
  toDomainWindow,
  type Maintenance,
  type MaintenanceInput,
  type MaintenancePatch,
} from '@twotwenty/contracts/maintenance';
import { isOpen, nextChange } from '@twotwenty/domain/alerting/maintenance';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { MaintenanceWindowEntity } from '../entities/maintenance-window.entity.js';
import { requireAssigned } from './assignment.references.js';
import { slice, type Slice } from './page.js';
import { requireVersion, StorageError, type VersionCheck } from './storage-error.js';

/** When maintenance is done. What it does to monitors is `HoldRepository`'s. */
export class MaintenanceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Windows by age, oldest first. @param after the id after which the page begins */
  async list(limit: number, after: string | null): Promise<Slice<Maintenance, string>> {
    const query = this.dataSource.getRepository(MaintenanceWindowEntity).createQueryBuilder('stored');
    if (after !== null) query.where('stored.id > :after', { after });
    const rows = await query
      .orderBy('stored.id')
      .limit(limit + 1)
      .getMany();
    const now = await databaseTime(this.dataSource.manager);
    return slice(
      rows,
      limit,
      (row) => row.id,
      (row) => toMaintenance(row, now),
    );
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<Maintenance> {
    const row = await this.dataSource.getRepository(MaintenanceWindowEntity).findOneBy({ id });
    if (row === null) throw unknownWindow();
    return toMaintenance(row, await databaseTime(this.dataSource.manager));
  }

  /** @throws StorageError `unknown-reference` */
  async insert(input: MaintenanceInput): Promise<Maintenance> {
    return this.dataSource.transaction(async (manager) => {
      await requireAssigned(manager, input.assignment);
      const row = await manager.save(manager.create(MaintenanceWindowEntity, { id: uuidv7(), ...input }));
      return toMaintenance(row, await databaseTime(manager));
    });
  }

  /**
   * Replaces the fields that are named.
   * @throws StorageError `not-found`, `version-mismatch`, `unknown-reference`
   */
  async update(id: string, seen: VersionCheck, patch: MaintenancePatch): Promise<Maintenance> {
    return this.dataSource.transaction(async (manager) => {
      if (patch.assignment !== undefined) await requireAssigned(manager, patch.assignment);
      const row = await lockWindow(manager, id);
      requireVersion(seen, row.version);
      const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const changed = await manager.save(Object.assign(row, named));
      return toMaintenance(changed, await databaseTime(manager));
    });
  }

  /** @throws StorageError `not-found`, `version-mismatch` */
  async delete(id: string, seen: VersionCheck): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const row = await lockWindow(manager, id);
      requireVersion(seen, row.version);
      await manager.delete(MaintenanceWindowEntity, { id });
    });
  }
}

async function lockWindow(manager: EntityManager, id: string): Promise<MaintenanceWindowEntity> {
  const row = await manager.findOne(MaintenanceWindowEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (row === null) throw unknownWindow();
  return row;
}

async function databaseTime(manager: EntityManager): Promise<Date> {
  const [row] = await manager.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  if (row === undefined) throw new Error('the database told no time');
  return row.now;
}

function unknownWindow(): StorageError {
  return new StorageError('not-found', 'There is no such maintenance window.');
}

function toMaintenance(row: MaintenanceWindowEntity, now: Date): Maintenance {
  const window = toDomainWindow(row.window);
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    mode: row.mode,
    window: row.window,
    assignment: row.assignment,
    openNow: row.enabled && isOpen(window, now),
    nextChangeAt: row.enabled ? (nextChange(window, now)?.toISOString() ?? null) : null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

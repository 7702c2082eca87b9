import type { Device, DeviceInput, DevicePatch } from '@twotwenty/contracts/device';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { DeviceEntity } from '../entities/device.entity.js';
import { forgetAssigned } from './assignment.references.js';
import { LOCK_DEVICE_MONITORS } from './hold.sql.js';
import { alignHoldsOfDevice } from './monitor.hold.js';
import { containing, slice, type Slice } from './page.js';
import { isForeignKeyViolation, requireVersion, StorageError, type VersionCheck } from './storage-error.js';

/** Where a page of devices begins: after this name and, among equal names, this id. */
export interface DeviceKey {
  readonly name: string;
  readonly id: string;
}

/** The machines people know by name. */
export class DeviceRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Devices by name. @param search part of a name or an address, without regard to case */
  async list(limit: number, after: DeviceKey | null, search?: string): Promise<Slice<Device, DeviceKey>> {
    const query = this.dataSource.getRepository(DeviceEntity).createQueryBuilder('device');
    if (after !== null) query.andWhere('(device.name, device.id) > (:name, :id)', { ...after });
    if (search !== undefined) {
      query.andWhere('(device.name ILIKE :search OR device.address ILIKE :search)', { search: containing(search) });
    }
    const rows = await query
      .orderBy('device.name')
      .addOrderBy('device.id')
      .limit(limit + 1)
      .getMany();
    return slice(rows, limit, (row) => ({ name: row.name, id: row.id }), toDevice);
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<Device> {
    const row = await this.dataSource.getRepository(DeviceEntity).findOneBy({ id });
    if (row === null) throw unknownDevice();
    return toDevice(row);
  }

  async insert(input: DeviceInput): Promise<Device> {
    const devices = this.dataSource.getRepository(DeviceEntity);
    return toDevice(await devices.save(devices.create({ id: uuidv7(), ...input })));
  }

  /** Changes the fields that are named. @throws StorageError `not-found`, `version-mismatch` */
  async update(id: string, seen: VersionCheck, patch: DevicePatch): Promise<Device> {
    return this.dataSource.transaction(async (manager) => {
      const row = await lockDevice(manager, id);
      requireVersion(seen, row.version);
      const changed = await manager.save(Object.assign(row, definedFields(patch)));
      if (patch.tags !== undefined) await alignHoldsOfDevice(manager, id);
      return toDevice(changed);
    });
  }

  /** Removes a device without monitors, also from assignments. @throws StorageError `not-found`, `version-mismatch`, `in-use` */
  async delete(id: string, seen: VersionCheck): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const row = await lockDevice(manager, id);
      requireVersion(seen, row.version);
      await removeDevice(manager, id);
    });
  }

  /**
   * Removes a device with its monitors, also from assignments.
   * @throws StorageError `not-found`, `version-mismatch`; `in-use` when a monitor was added meanwhile
   */
  async deleteWithMonitors(id: string, seen: VersionCheck): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // States first, as the evaluator and whoever changes a monitor lock them.
      await manager.query(LOCK_DEVICE_MONITORS, [id]);
      const row = await lockDevice(manager, id);
      requireVersion(seen, row.version);
      const monitors = await manager.query<{ id: string }[]>('SELECT id FROM monitor WHERE device_id = $1', [id]);
      await manager.query('DELETE FROM monitor WHERE device_id = $1', [id]);
      await forgetAssigned(
        manager,
        'monitorIds',
        monitors.map((monitor) => monitor.id),
      );
      await removeDevice(manager, id);
    });
  }
}

async function removeDevice(manager: EntityManager, id: string): Promise<void> {
  try {
    await manager.delete(DeviceEntity, { id });
  } catch (error) {
    if (isForeignKeyViolation(error))
      throw new StorageError('in-use', 'The device has monitors: remove or move them first.');
    throw error;
  }
  await forgetAssigned(manager, 'deviceIds', [id]);
}

async function lockDevice(manager: EntityManager, id: string): Promise<DeviceEntity> {
  // Not `pessimistic_write`: a monitor that is being added holds a key share lock, and need not wait for a rename.
  const row = await manager.findOne(DeviceEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (row === null) throw unknownDevice();
  return row;
}

/** Without the fields that are present and undefined. */
function definedFields(patch: DevicePatch) {
  return {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.address === undefined ? {} : { address: patch.address }),
    ...(patch.tags === undefined ? {} : { tags: patch.tags }),
  };
}

function unknownDevice(): StorageError {
  return new StorageError('not-found', 'There is no such device.');
}

/** A device as it is read back. */
export function toDevice(row: DeviceEntity): Device {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    tags: row.tags,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

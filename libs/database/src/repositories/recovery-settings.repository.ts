import type { RecoverySettings, RecoverySettingsPatch } from '@twotwenty/contracts/recovery-settings';
import type { DataSource } from 'typeorm';
import { RecoverySettingsEntity } from '../entities/recovery-settings.entity.js';
import { writeAudit } from './audit.repository.js';
import { requireVersion, type VersionCheck } from './storage-error.js';

const THE_ROW = { id: 1 };

/** The guard rails of all repairs, the stop switch among them. */
export class RecoverySettingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async get(): Promise<RecoverySettings> {
    return toSettings(await this.dataSource.getRepository(RecoverySettingsEntity).findOneByOrFail(THE_ROW));
  }

  /**
   * Changes what is named. Once this returns, no repair is given leave to act against it.
   * @param actor who does so
   * @throws StorageError `version-mismatch`
   */
  async update(seen: VersionCheck, patch: RecoverySettingsPatch, actor: string): Promise<RecoverySettings> {
    return this.dataSource.transaction(async (manager) => {
      const row = await manager.findOneOrFail(RecoverySettingsEntity, {
        where: THE_ROW,
        lock: { mode: 'pessimistic_write' },
      });
      requireVersion(seen, row.version);
      const saved = await manager.save(Object.assign(row, patch, { updatedBy: actor }));
      await writeAudit(manager, {
        actor,
        action: 'recovery-settings-changed',
        subjectType: 'recovery-settings',
        subjectId: null,
        subjectName: null,
        details: patch,
      });
      return toSettings(saved);
    });
  }
}

function toSettings({ id: _, updatedAt, ...row }: RecoverySettingsEntity): RecoverySettings {
  return { ...row, updatedAt: updatedAt.toISOString() };
}

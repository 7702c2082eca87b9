import { Inject, Injectable } from '@nestjs/common';
import type { Maintenance, MaintenanceInput, MaintenancePatch } from '@twotwenty/contracts/maintenance';
import { MaintenanceRepository } from '@twotwenty/database/repositories/maintenance.repository';
import type { VersionCheck } from '@twotwenty/database/repositories/storage-error';
import type { Logger } from '@twotwenty/observability/logger';
import { LOGGER } from '../dependencies.js';
import { HoldKeeper } from '../holds/hold-keeper.js';

/** What people do to maintenance windows. Holds follow before the answer is sent. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly windows: MaintenanceRepository,
    private readonly keeper: HoldKeeper,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async create(input: MaintenanceInput): Promise<Maintenance> {
    return this.thenKeep(await this.windows.insert(input));
  }

  async change(id: string, seen: VersionCheck, patch: MaintenancePatch): Promise<Maintenance> {
    return this.thenKeep(await this.windows.update(id, seen, patch));
  }

  async remove(id: string, seen: VersionCheck): Promise<void> {
    return this.thenKeep(await this.windows.delete(id, seen));
  }

  /** What was saved stays saved when the holds can't follow just now: the keepers of all controllers go on trying. */
  private async thenKeep<T>(saved: T): Promise<T> {
    try {
      await this.keeper.keep();
    } catch (error) {
      this.logger.error({ err: error }, 'holds could not follow a maintenance window at once');
    }
    return saved;
  }
}

import { Injectable } from '@nestjs/common';
import type { MonitorQuery, Page } from '@twotwenty/contracts/http';
import { coverageWarnings } from '@twotwenty/contracts/alert-warnings';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { AlertRepository } from '@twotwenty/database/repositories/alert.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import type { VersionCheck } from '@twotwenty/database/repositories/storage-error';
import { keyCursor, readCursor, toPage } from '../http/cursor.js';
import { mergePatch } from './merge-patch.js';
import { MonitorValidation } from './validate-monitor.js';

/** What people do to monitors. Changed settings take effect at the next test. */
@Injectable()
export class MonitorsService {
  constructor(
    private readonly monitors: MonitorRepository,
    private readonly alerts: AlertRepository,
    private readonly validation: MonitorValidation,
  ) {}

  async list(query: MonitorQuery): Promise<Page<Monitor>> {
    const after = readCursor(keyCursor, query.cursor);
    const filter = { status: query.status, deviceId: query.deviceId, search: query.q, noData: flag(query.noData) };
    return toPage(await this.monitors.list(query.limit, after, filter));
  }

  async create(body: unknown): Promise<SavedMonitor> {
    return this.withWarnings(await this.monitors.insert(await this.validation.input(body)));
  }

  async change(id: string, seen: VersionCheck, body: unknown): Promise<SavedMonitor> {
    const patch = await this.validation.patch(body);
    return this.withWarnings(await this.monitors.update(id, seen, (current) => mergePatch(current, patch)));
  }

  async setEnabled(id: string, seen: VersionCheck, enabled: boolean): Promise<Monitor> {
    return this.monitors.update(id, seen, (current) => ({ ...current, enabled }));
  }

  private async withWarnings(monitor: Monitor): Promise<SavedMonitor> {
    return { ...monitor, warnings: coverageWarnings(await this.alerts.serving(monitor.id)) };
  }
}

function flag(text: 'true' | 'false' | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'true';
}

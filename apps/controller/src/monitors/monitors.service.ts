import { Injectable } from '@nestjs/common';
import type { Page } from '@twotwenty/contracts/http';
import { coverageWarnings } from '@twotwenty/contracts/alert-warnings';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { MonitorQuery } from '@twotwenty/contracts/monitor-list';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { AlertRepository } from '@twotwenty/database/repositories/alert.repository';
import { MonitorListRepository } from '@twotwenty/database/repositories/monitor-list.repository';
import { SORT_PLANS } from '@twotwenty/database/repositories/monitor-list.sql';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import type { VersionCheck } from '@twotwenty/database/repositories/storage-error';
import { createHash } from 'node:crypto';
import { listCursor, readCursor, toPage } from '../http/cursor.js';
import { mergePatch } from './merge-patch.js';
import { MonitorValidation } from './validate-monitor.js';

/** What people do to monitors. Changed settings take effect at the next test. */
@Injectable()
export class MonitorsService {
  constructor(
    private readonly monitors: MonitorRepository,
    private readonly lists: MonitorListRepository,
    private readonly alerts: AlertRepository,
    private readonly validation: MonitorValidation,
  ) {}

  /** @throws ProblemError for a cursor of another order or of other filters */
  async list({ limit, cursor, sort, order, ...filter }: MonitorQuery): Promise<Page<Monitor>> {
    const subject = subjectOf({ sort, order, ...filter });
    const types = SORT_PLANS[sort].values.map(({ type }) => type);
    const after = readCursor(listCursor(types, subject), cursor, OTHER_LIST);
    const { items, next } = await this.lists.list(limit, after, filter, { sort, order });
    return toPage({ items, next: next === null ? null : { of: subject, ...next } });
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

const OTHER_LIST = 'is not a cursor of this list with these filters and this order: begin again without it';

/** A short name of what a list shows and in which order: a cursor goes on in the list that it came from. */
function subjectOf(query: Omit<MonitorQuery, 'limit' | 'cursor'>): string {
  const given = Object.entries(query).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(given)).digest('base64url').slice(0, 12);
}

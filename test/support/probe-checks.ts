import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { randomUUID } from 'node:crypto';
import type { TestApi } from './api.js';

/** A worker of the site that was heard of, and does nothing. */
export async function pretendWorker(api: TestApi, site = 'default'): Promise<void> {
  await new WorkerRepository(api.dataSource).record(site, {
    id: randomUUID(),
    hostname: 'probe1',
    version: '0.1.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    stopping: false,
    sessions: 0,
    suspect: null,
    maxSessions: 1,
    selfCheck: null,
    health: null,
    sequence: 1,
  });
}

import type { Device } from '@twotwenty/contracts/device';
import type { Page } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { Site, SiteEvent } from '@twotwenty/contracts/site';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareApps, type AppProcesses } from '../support/app-processes.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';

/** An evaluator trusts silence after it has listened for a minute. */
const LOSS_TIMEOUT_MS = 150_000;

let database: TestDatabase;
let redis: RedisServer;
let apps: AppProcesses;
let server: TestServer;
let receiver: NoticeReceiver;

beforeAll(async () => {
  [database, redis, server, receiver] = await Promise.all([
    createTestDatabase('site_loss'),
    startRedis(),
    startSmtpSink(),
    startNoticeReceiver(),
  ]);
  apps = await prepareApps({ databaseUrl: database.url, redisUrl: redis.url });
});
afterAll(async () => {
  await apps.stop();
  await Promise.all([server.stop(), redis.stop(), receiver.close()]);
  await database.drop();
});

async function until<T>(path: string, look: (found: T) => boolean, timeoutMs = 30_000): Promise<T> {
  return waitFor(
    async () => {
      const found = await apps.api<T>('GET', path);
      return look(found) && found;
    },
    { what: `${path} as it is expected`, timeoutMs, intervalMs: 250 },
  );
}

it(
  'a site whose worker dies is told of once by two evaluators, and no monitor of it is',
  { timeout: LOSS_TIMEOUT_MS + 120_000 },
  async () => {
    const [worker] = await Promise.all([
      apps.start('worker'),
      apps.start('controller'),
      apps.start('evaluator'),
      apps.start('evaluator'),
    ]);
    const action = { id: randomUUID(), type: 'webhook', settings: { url: receiver.url }, range: '9-' };
    await apps.api('POST', '/alerts', {
      name: 'Mail team',
      assignment: { to: 'all' },
      actions: [action],
      siteAlerts: true,
    });
    const device = await apps.api<Device>('POST', '/devices', { name: 'MX', address: server.host });
    const { id } = await apps.api<Monitor>('POST', '/monitors', {
      deviceId: device.id,
      name: 'MX 1',
      target: { host: server.host, port: server.port },
      timing: { maxTestDurationSeconds: 2, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } },
      notification: { failuresPerAlert: 1, maxAlerts: 1 },
    });
    await until<Monitor>(`/monitors/${id}`, ({ state }) => state.status === 'up');
    const live = await until<Site>(
      '/sites/default',
      ({ workers }) => (workers[0]?.health?.latenessMs ?? null) !== null,
    );
    expect(live).toMatchObject({ status: 'live', liveWorkers: 1, lostSince: null, backlogProblem: null });

    await worker.stop(0);
    const lost = await until<Site>('/sites/default', ({ status }) => status === 'lost', LOSS_TIMEOUT_MS);
    expect(lost.liveWorkers).toBe(0);
    const { state } = await apps.api<Monitor>('GET', `/monitors/${id}`);
    expect(state).toMatchObject({ status: 'up', failures: 0, alerts: 0, noData: true, noDataReason: 'sites-lost' });

    await apps.start('worker');
    await until<Site>('/sites/default', ({ status }) => status === 'live');
    await until<Monitor>(`/monitors/${id}`, (monitor) => !monitor.state.noData);
    await waitFor(() => receiver.received.length >= 2, { what: 'both notices', timeoutMs: 30_000 });
    const { items } = await apps.api<Page<SiteEvent>>('GET', '/sites/default/events');
    expect(items.map(({ type }) => type)).toEqual(['site-back', 'site-lost']);
    expect(receiver.received.map(({ kind, incidents }) => [kind, incidents[0]?.site])).toEqual([
      ['site-lost', 'default'],
      ['site-back', 'default'],
    ]);
  },
);

import type { Device } from '@twotwenty/contracts/device';
import type { MonitorEvent, Result } from '@twotwenty/contracts/history';
import type { Page } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { Worker } from '@twotwenty/contracts/worker';
import { startMailServer } from '@twotwenty/testing/mail-server';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApps, type AppProcesses } from '../../support/app-processes.js';

/** An event without what differs from run to run. */
function outline(event: MonitorEvent): string {
  switch (event.type) {
    case 'state-changed':
      return `${event.from} → ${event.to}`;
    case 'alert-raised':
      return `alert ${event.number} at failure ${event.failures}`;
    case 'recovered':
      return `recovered after ${event.alerts} alerts`;
    default:
      return event.type;
  }
}

/** The whole way from a test to its state, with the queue on either store. */
export function mainJobSuite(backend: 'redis' | 'postgres'): void {
  describe(`the main job, its queue on ${backend}`, () => {
    let database: TestDatabase;
    let redis: RedisServer | null = null;
    let apps: AppProcesses;
    let device: Device;
    const servers: TestServer[] = [];

    beforeAll(async () => {
      servers.push(...(await Promise.all([startSmtpSink(), startMailServer()])));
      database = await createTestDatabase('main_job');
      redis = backend === 'redis' ? await startRedis() : null;
      apps = await prepareApps({ databaseUrl: database.url, redisUrl: redis?.url ?? null });
      await Promise.all([apps.start('controller'), apps.start('evaluator'), apps.start('worker')]);
      device = await apps.api<Device>('POST', '/devices', { name: 'Mail server', address: '127.0.0.1' });
    });
    afterAll(async () => {
      await apps.stop();
      await Promise.all(servers.map((server) => server.stop()));
      await redis?.stop();
      await database.drop();
    });

    async function createMonitor(name: string, port: number): Promise<Monitor> {
      return apps.api<Monitor>('POST', '/monitors', {
        deviceId: device.id,
        name,
        target: { host: '127.0.0.1', port },
        timing: { maxTestDurationSeconds: 5, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } },
        notification: { failuresPerAlert: 3, maxAlerts: 3 },
      });
    }

    async function reaches(monitor: Monitor, status: Monitor['state']['status']): Promise<Monitor> {
      return waitFor(
        async () => {
          const current = await apps.api<Monitor>('GET', `/monitors/${monitor.id}`);
          return current.state.status === status && current;
        },
        { timeoutMs: 30_000, intervalMs: 100, what: `${monitor.name} to be ${status}` },
      );
    }

    async function eventsOf(monitor: Monitor): Promise<MonitorEvent[]> {
      return (await apps.api<Page<MonitorEvent>>('GET', `/monitors/${monitor.id}/events?order=asc`)).items;
    }

    it('sees real servers up, their outage as Warn, Down and Lost, and one recovery', async () => {
      const monitors = await Promise.all([
        createMonitor('smtp-sink', servers[0]?.port ?? 0),
        createMonitor('a mail server', servers[1]?.port ?? 0),
      ]);
      for (const monitor of monitors) expect((await reaches(monitor, 'up')).state.lastTest?.verdict).toBe('pass');
      await Promise.all(servers.map((server) => server.stop()));
      for (const monitor of monitors) {
        const lost = await reaches(monitor, 'lost');
        expect(lost.state).toMatchObject({ alerts: 3, hold: null });
        expect(lost.state.lastTest).toMatchObject({
          verdict: 'fail',
          votes: { default: { passed: false, phase: 'connect' } },
        });
      }
      // Lost goes on without a word.
      await waitFor(
        async () => (await apps.api<Monitor>('GET', `/monitors/${monitors[0]?.id ?? ''}`)).state.failures > 10,
        {
          timeoutMs: 10_000,
          what: 'two failures in Lost',
        },
      );
      await Promise.all(servers.map((server) => server.start()));
      for (const monitor of monitors) {
        expect((await reaches(monitor, 'up')).state).toMatchObject({ failures: 0, alerts: 0 });
        expect((await eventsOf(monitor)).map(outline)).toEqual([
          'uninitialized → up',
          'up → warn',
          'warn → down',
          'alert 1 at failure 3',
          'alert 2 at failure 6',
          'down → lost',
          'alert 3 at failure 9',
          'lost → up',
          'recovered after 3 alerts',
        ]);
      }
      const { items } = await apps.api<Page<Result>>('GET', `/monitors/${monitors[0]?.id ?? ''}/results?limit=500`);
      expect(items.filter((result) => !result.passed).length).toBeGreaterThanOrEqual(11);
      expect(items.find((result) => !result.passed)).toMatchObject({
        phase: 'connect',
        detail: { transcript: expect.any(Array) as unknown },
      });
      expect(items.find((result) => result.passed)).toMatchObject({ replyCode: 220, detail: null });
      expect(new Set(items.map((result) => result.testNumber)).size).toBe(items.length);
    });

    it('makes a test at once when it is asked to, and keeps its transcript', async () => {
      const created = await createMonitor('forced', servers[0]?.port ?? 0);
      await apps.api('PATCH', `/monitors/${created.id}`, { timing: { delaySeconds: { up: 3600 } } });
      await reaches(created, 'up');
      await waitFor(async () => (await apps.api<Monitor>('GET', `/monitors/${created.id}`)).state.nextTestAt !== null, {
        timeoutMs: 5000,
        what: 'the next test to be known',
      });
      const { testNumber } = await apps.api<{ testNumber: number }>('POST', `/monitors/${created.id}/test`);
      const forced = await waitFor(
        async () => {
          const page = await apps.api<Page<Result>>('GET', `/monitors/${created.id}/results`);
          return page.items.find((result) => result.testNumber === testNumber);
        },
        { timeoutMs: 10_000, what: 'the forced test' },
      );
      expect(forced.detail?.reply?.code).toBe(220);
      expect(forced.detail?.transcript.some((line) => line.direction === '>' && line.text.startsWith('QUIT'))).toBe(
        true,
      );
    });

    it('tests a monitor again by itself when its suspension is over', async () => {
      const monitor = await createMonitor('suspended', servers[0]?.port ?? 0);
      await reaches(monitor, 'up');
      await apps.api('POST', `/monitors/${monitor.id}/suspend`, { forSeconds: 1 });
      await reaches(monitor, 'up');
      const events = (await eventsOf(monitor)).map((event) => ('hold' in event ? event.type : outline(event)));

      expect(events).toEqual(['uninitialized → up', 'hold-began', 'hold-ended', 'uninitialized → up']);
    });

    it('knows its worker, and how that one looks to mail servers', async () => {
      const known = await waitFor(
        async () => (await apps.api<Page<Worker>>('GET', '/workers')).items.find(({ selfCheck }) => selfCheck !== null),
        { timeoutMs: 20_000, what: 'the self-check of the worker' },
      );
      expect(known).toMatchObject({ site: 'default', live: true, stopping: false });
    });

    it('stops each app in order on SIGTERM', async () => {
      const extra = await Promise.all([apps.start('evaluator'), apps.start('worker')]);
      for (const app of extra) expect(await app.stop(10_000)).toEqual({ code: 0, signal: null });
    });
  });
}

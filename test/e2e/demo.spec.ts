import type { MonitorEvent } from '@twotwenty/contracts/history';
import type { Page } from '@twotwenty/contracts/http';
import type { ManagedProcess } from '@twotwenty/testing/managed-process';
import { freePort } from '@twotwenty/testing/ports';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRepository, processesOf, processOfApp, startLauncher, untilReady } from '../support/launcher.js';

const ADMIN_TOKEN = 'a-token-for-the-demo-test';

describe('npm start -- --demo on a Postgres and a Redis of its user', () => {
  let copy: string;
  let port: number;
  let database: TestDatabase;
  let redis: RedisServer;
  let launcher: ManagedProcess;

  beforeAll(async () => {
    copy = copyRepository();
    port = await freePort();
    [database, redis] = await Promise.all([createTestDatabase('demo'), startRedis()]);
    launcher = await startLauncher(copy, ['--demo', '--port', String(port)], {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      ADMIN_TOKEN,
    });
    await untilReady(launcher);
  });
  afterAll(async () => {
    await launcher?.stop(45_000);
    for (const pid of processesOf(copy).keys()) process.kill(pid, 'SIGKILL');
    await redis.stop();
    await database.drop();
  });

  async function eventsSeen(): Promise<string[]> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events?limit=500`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    const { items } = (await response.json()) as Page<MonitorEvent>;
    return items.map((event) => (event.type === 'state-changed' ? event.to : event.type));
  }

  it('starts no Postgres of its own, and lets the worker know the queue alone', () => {
    expect(existsSync(join(copy, '.data', 'pgdata'))).toBe(false);
    if (!existsSync('/proc/self/environ')) return;
    const environment = readFileSync(`/proc/${processOfApp(copy, 'worker')}/environ`, 'utf8').split('\0');
    expect(environment).toContain(`REDIS_URL=${redis.url}`);
    expect(environment.some((line) => /^(DATABASE_URL|ADMIN_)/.test(line))).toBe(false);
  });

  it('shows every state and a recovery within two minutes', async () => {
    await waitFor(async () => (await eventsSeen()).includes('recovered'), {
      timeoutMs: 110_000,
      intervalMs: 500,
      what: 'a recovery',
    });
    expect(await eventsSeen()).toEqual(
      expect.arrayContaining(['up', 'warn', 'down', 'alert-raised', 'lost', 'recovered']),
    );
  });

  it('writes its alerts and the recovery into a text log', async () => {
    const log = (): string => readFileSync(join(copy, '.data', 'logs', 'demo-alerts.log'), 'utf8');
    await waitFor(() => log().includes(' recovery '), { timeoutMs: 30_000, what: 'the recovery in the log' });
    expect(log()).toContain('Lost: ');
  });
});

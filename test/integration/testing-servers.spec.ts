import { startApp } from '@twotwenty/testing/child-process';
import { isListening } from '@twotwenty/testing/ports';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import { pingRedis, startRedis } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import pg from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';

async function query<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

function stopped<Server extends TestServer>(server: Server): Server {
  onTestFinished(() => server.stop());
  return server;
}

async function database(options?: Parameters<typeof createTestDatabase>[0]): Promise<TestDatabase> {
  const made = await createTestDatabase(options);
  onTestFinished(() => made.drop());
  return made;
}

describe('Redis', () => {
  test('the shared one answers', async () => {
    const { hostname, port } = new URL(inject('redisUrl'));
    expect(await pingRedis(hostname, Number(port))).toMatch(/^(\+PONG|-NOAUTH)/);
  });

  test('a private one may be killed and started again at its address', async () => {
    const redis = stopped(await startRedis({ persistent: true }));
    const firstRun = redis.pid;
    await redis.kill();
    expect(await isListening(redis.port)).toBe(false);
    await redis.start();
    expect(await pingRedis('127.0.0.1', redis.port)).toBe('+PONG');
    expect(redis.pid).not.toBe(firstRun);
  });
});

describe('test databases', () => {
  test('are empty and apart from each other', async () => {
    const [first, second] = await Promise.all([database('same name'), database('same name')]);
    await query(first.url, 'CREATE TABLE thing (id int)');
    const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
    expect(await query(first.url, tables)).toEqual([{ tablename: 'thing' }]);
    expect(await query(second.url, tables)).toEqual([]);
  });

  test('may be copies of a template, made at once', async () => {
    const template = await database('template');
    await query(template.url, 'CREATE TABLE thing AS SELECT 7 AS id');
    const copies = await Promise.all([1, 2, 3].map(() => database({ template: template.name })));
    for (const copy of copies) expect(await query(copy.url, 'SELECT id FROM thing')).toEqual([{ id: 7 }]);
  });

  test('are gone when dropped, though somebody is connected', async () => {
    const dropped = await createTestDatabase();
    const client = new pg.Client({ connectionString: dropped.url });
    client.on('error', () => undefined);
    await client.connect();
    await dropped.drop();
    await expect(query(dropped.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});

describe('an app in a process of its own', () => {
  test('tells when it serves, and ends on SIGTERM', async () => {
    const app = await startApp('worker', { REDIS_URL: inject('redisUrl'), SITE: 'default', LOG_LEVEL: 'info' });
    await app.ready;
    expect(await app.stop()).toEqual({ code: 0, signal: null });
  });

  test('that ends instead says why', async () => {
    const app = await startApp('worker', { REDIS_URL: 'no address' });
    await expect(app.ready).rejects.toThrow(/worker ended \(code \d+\) before it was ready:[^]*REDIS_URL/);
  });
});

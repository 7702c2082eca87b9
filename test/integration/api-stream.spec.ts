import { createApp } from '@twotwenty/controller/app';
import type { Problem, Session } from '@twotwenty/contracts/http';
import type { StreamMessage } from '@twotwenty/contracts/stream';
import { createDataSource } from '@twotwenty/database/data-source';
import { ChangeRepository } from '@twotwenty/database/repositories/change.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ADMIN_PASSWORD,
  ADMIN_TOKEN,
  createDevice,
  createMonitor,
  startApi,
  type Answer,
  type TestApi,
} from '../support/api.js';
import { addEvent, isEvent, reasonsOf, SOON, streamsOf, until } from '../support/stream.js';

const STREAM = '/api/v1/stream';
let api: TestApi;
let webRoot: string;

beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'stream-web-'));
  await writeFile(
    join(webRoot, 'index.html'),
    '<!doctype html><script type="module" crossorigin src="/assets/index-abc.js"></script>',
  );
  api = await startApi('api_stream', { webRoot, maxStreams: 8 });
});
afterAll(async () => {
  await api.stop();
  await rm(webRoot, { recursive: true });
});

const { open, streams, closeAll } = streamsOf(() => api.url);
afterEach(() => closeAll());

const changesOf = (resource: string) => (message: StreamMessage) =>
  message.type === 'changed' && message.resource === resource;

async function logIn(): Promise<string> {
  const login: Answer<unknown> = await api.call('POST', '/api/v1/session', {
    body: { password: ADMIN_PASSWORD },
    anonymous: true,
  });
  return login.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('the stream', () => {
  it('is for known callers', async () => {
    const answer = await api.call<Problem>('GET', STREAM, { anonymous: true });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('says hello, by which web page it comes, and is kept by no cache and no proxy', async () => {
    const stream = await open();

    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(stream.messages()).toEqual([
      { type: 'hello', version: expect.stringMatching(/^\d+\./) as string, webEntry: '/assets/index-abc.js' },
    ]);
  });

  it('shows HEAD its headers alone', async () => {
    const response = await fetch(`${api.url}${STREAM}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
  });

  it('tells of an event within two seconds, in full', async () => {
    const monitor = await createMonitor(api);
    const stream = await open();
    await addEvent(api.dataSource, monitor.id, 'refused');
    const startedMs = performance.now();
    await until(stream, isEvent);

    expect(performance.now() - startedMs).toBeLessThan(2000);
    const [message] = stream.messages().filter(isEvent);
    expect(message).toMatchObject({
      event: { monitorId: monitor.id, type: 'state-changed', from: 'up', to: 'down', testNumber: 7, reason: 'refused' },
    });
  });

  it('tells what was made, changed and removed, by its id', async () => {
    const stream = await open();
    const device = await createDevice(api);
    await until(stream, changesOf('devices'));
    await api.call('PATCH', `/api/v1/devices/${device.id}`, {
      body: { name: 'Other' },
      headers: { 'if-match': '"1"' },
    });
    await until(stream, changesOf('devices'), 2);
    await api.call('DELETE', `/api/v1/devices/${device.id}`);
    await until(stream, changesOf('devices'), 3);

    for (const message of stream.messages().filter(changesOf('devices'))) {
      expect(message).toEqual({ type: 'changed', resource: 'devices', ids: [device.id] });
    }
  });

  it('says that many changed where many did', async () => {
    await api.dataSource.query(
      `INSERT INTO device (id, name, address, version) SELECT gen_random_uuid(), 'Bulk ' || n, 'bulk.example', 1 FROM generate_series(1, 101) n`,
    );
    const stream = await open();
    await api.dataSource.query(`UPDATE device SET address = 'other.example' WHERE name LIKE 'Bulk %'`);
    await until(stream, changesOf('devices'));

    expect(stream.messages().find(changesOf('devices'))).toMatchObject({ ids: null });
  });

  it('tells which monitors were tested, and many where many were', async () => {
    const monitors = [await createMonitor(api), await createMonitor(api)];
    const stream = await open();
    const note = (sql: string): Promise<unknown> =>
      api.dataSource.query(
        `INSERT INTO change (xid, topic, keys) SELECT pg_current_xact_id()::text::bigint, 'tests', ${sql}`,
      );
    await note(`array_agg(key) FROM monitor WHERE id IN ('${monitors.map(({ id }) => id).join("','")}')`);
    await until(stream, ({ type }) => type === 'tests');
    await note('array_agg(n) FROM generate_series(1, 101) n');
    await until(stream, ({ type }) => type === 'tests', 2);

    const [few, many] = stream.messages().filter((message) => message.type === 'tests');
    expect([...(few?.monitorIds ?? [])].sort()).toEqual(monitors.map(({ id }) => id).sort());
    expect(many).toEqual({ type: 'tests', monitorIds: null });
  });

  it('gives signs of life', async () => {
    const stream = await open();
    await vi.waitFor(() => expect(stream.frames.slice(1).map(({ frame }) => frame)).toContainEqual([]), {
      timeout: 13_000,
    });
  });
});

describe('a stream ends', () => {
  it('when its session is logged out', async () => {
    const cookie = await logIn();
    const stream = await open({ cookie });
    const other = await open({ cookie: await logIn() });
    await api.call('DELETE', '/api/v1/session', { anonymous: true, headers: { cookie, origin: api.url } });
    await stream.ended;

    expect(other.isEnded()).toBe(false);
    expect((await api.call<Session>('GET', '/api/v1/session', { anonymous: true, headers: { cookie } })).body).toEqual({
      name: null,
    });
  });

  it('when its session expires', async () => {
    const stream = await open({ cookie: await logIn() });
    await api.dataSource.query(`UPDATE session SET expires_at = now()`);
    await stream.ended;
    expect(stream.status).toBe(200);
  });

  it('when it is read too slowly, without holding up the others', { timeout: 60_000 }, async () => {
    const monitor = await createMonitor(api);
    const slow = await open({ paused: true });
    const quick = await open();
    // Each more than the sockets between them hold.
    for (let round = 1; round <= 3; round += 1) {
      await api.dataSource.query(
        `INSERT INTO event (monitor_key, at, type, reason, data)
         SELECT key, now(), 'test-unknown', $2, '{}' FROM monitor, generate_series(1, 400) WHERE id = $1`,
        [monitor.id, 'x'.repeat(20_000)],
      );
      await until(quick, isEvent, 400 * round);
    }
    slow.resume();
    await slow.ended;

    expect(quick.isEnded()).toBe(false);
  });
});

describe('a controller', () => {
  it('refuses more streams than it may have, and says so', async () => {
    for (let count = 0; count < 8; count += 1) await open();
    const refused = await api.call<Problem>('GET', STREAM);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(refused.body.detail).toContain('8 live streams');

    streams[0]?.close();
    await vi.waitFor(async () => expect((await open()).status).toBe(200), SOON);
  });

  it('asks for nothing while nobody listens', async () => {
    const asked = vi.spyOn(ChangeRepository.prototype, 'between');
    const stream = await open();
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(1), SOON);
    stream.close();
    await stream.ended;
    await new Promise((resolve) => setTimeout(resolve, 300));
    asked.mockClear();
    await new Promise((resolve) => setTimeout(resolve, 2200));

    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it('tells what another one changed, and ends its streams at once when it stops', async () => {
    const dataSource = createDataSource({ url: api.databaseUrl, applicationName: 'other', poolSize: 3 });
    await dataSource.initialize();
    const other = await createApp({
      dataSource,
      queues: api.queues,
      secrets: api.secrets,
      logger: createLogger('test', 'fatal'),
      settings: { adminToken: ADMIN_TOKEN, cookieSecure: false, trustedProxies: [], maxStreams: 8, webRoot },
    });
    await other.listen(0, '127.0.0.1');
    const stream = await open({}, await other.getUrl());
    const device = await createDevice(api);
    await until(stream, changesOf('devices'));
    const startedMs = performance.now();
    await other.close();
    await stream.ended;
    const stoppedAfterMs = performance.now() - startedMs;
    await dataSource.destroy();
    const resumed = await open({ lastEventId: stream.lastId() });

    expect(stream.messages().find(changesOf('devices'))).toMatchObject({ ids: [device.id] });
    expect(stoppedAfterMs).toBeLessThan(1000);
    expect(resumed.messages().map(({ type }) => type)).toEqual(['hello']);
  });

  it('cuts streams off while the database is away, and takes them up again', async () => {
    const monitor = await createMonitor(api);
    const stream = await open();
    const asked = vi.spyOn(ChangeRepository.prototype, 'between').mockRejectedValue(new Error('gone'));
    await stream.ended;
    asked.mockRestore();
    await addEvent(api.dataSource, monitor.id, 'meanwhile');
    const resumed = await open({ lastEventId: stream.lastId() });

    expect(reasonsOf(resumed)).toEqual(['meanwhile']);
  });
});

describe('what was noted', () => {
  it('is forgotten when nobody may ask for it any more', async () => {
    const changes = new ChangeRepository(api.dataSource);
    await api.dataSource.query(`UPDATE change SET at = now() - interval '11 minutes 1 second'`);
    await createDevice(api);
    await changes.deleteOld(10_000);
    const [row] = await api.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM change');

    expect(row?.count).toBe(1);
  });
});

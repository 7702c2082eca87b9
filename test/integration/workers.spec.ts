import type { Page, Problem } from '@twotwenty/contracts/http';
import { workersQueue } from '@twotwenty/contracts/queues';
import type { Worker, WorkerBeat } from '@twotwenty/contracts/worker';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { startWorkerRegistry } from '@twotwenty/evaluator/worker-registry';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { readConnectionTable } from '@twotwenty/smtp/self-check/connection-table';
import { startApp } from '@twotwenty/testing/child-process';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { Heartbeat } from '@twotwenty/worker/heartbeat';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { badFields, startApi, type TestApi } from '../support/api.js';

const WORKERS = '/api/v1/workers';
const QUEUE = workersQueue('default');
const logger = createLogger('test', 'fatal');

const selfCheck: NonNullable<WorkerBeat['selfCheck']> = {
  ehloName: 'probe1.example.com',
  ehloNameSource: 'configured',
  addresses: [
    {
      address: '192.0.2.7',
      source: 'configured',
      ptrNames: [],
      confirmedNames: [],
      ehloNameMatches: true,
      findings: [{ code: 'ptr-missing', message: 'It has no name.', fix: 'Ask for one.' }],
    },
  ],
  findings: [],
  checkedAt: '2026-01-01T00:00:00.000Z',
};

const health: WorkerBeat['health'] = {
  cpuShare: 0.25,
  eventLoopDelayMs: 3,
  latenessMs: { p50: 4, p99: 90 },
  waiting: 2,
  port25: 'open',
  connectionTable: { entries: 120, limit: 262_144 },
};

function beat(fields: Partial<WorkerBeat> = {}): WorkerBeat {
  return {
    id: randomUUID(),
    hostname: 'probe1',
    version: '0.1.0',
    startedAt: '2026-01-01T00:00:00.000Z',
    stopping: false,
    sessions: 3,
    suspect: null,
    maxSessions: 500,
    selfCheck,
    health,
    sequence: 1,
    ...fields,
  };
}

describe('workers', () => {
  let api: TestApi;
  let redis: RedisServer;
  let queues: QueueSystem;
  let registry: Periodic;
  let workers: WorkerRepository;

  beforeAll(async () => {
    [api, redis] = await Promise.all([startApi('workers'), startRedis()]);
    queues = openQueues({ backend: 'redis', url: redis.url }, { onError: () => undefined, onFailure: () => undefined });
    workers = new WorkerRepository(api.dataSource);
    const sites = new SiteRepository(api.dataSource);
    registry = await startWorkerRegistry({ queues, siteNames: () => sites.names(), workers, logger });
  });
  afterAll(async () => {
    await registry.stop();
    await queues.close();
    await redis.stop();
    await api.stop();
  });
  beforeEach(() => api.dataSource.query('DELETE FROM worker'));

  async function list(query = ''): Promise<Worker[]> {
    return (await api.call<Page<Worker>>('GET', `${WORKERS}${query}`)).body.items;
  }

  /** The worker as it is known once a beat of that number has been taken in. */
  async function seen(id: string, look: (worker: Worker) => boolean = () => true): Promise<Worker> {
    return waitFor(async () => (await list()).find((worker) => worker.id === id && look(worker)), {
      what: `the worker ${id}`,
      timeoutMs: 20_000,
    });
  }

  it('are shown with their self-check and its advice', async () => {
    const sent = beat();
    await queues.send(QUEUE, [sent]);
    const { sequence: _sequence, ...shown } = sent;
    const { lastSeenAt, ...worker } = await seen(sent.id);
    expect(worker).toEqual({ ...shown, site: 'default', live: true });
    expect(Math.abs(Date.parse(lastSeenAt) - Date.now())).toBeLessThan(10_000);
  });

  it('are not live when they stop, or were silent for a minute; after a day they are forgotten', async () => {
    const [stopping, silent, gone] = [beat({ stopping: true }), beat(), beat()];
    for (const each of [stopping, silent, gone]) await workers.record('default', each);
    const silence = 'UPDATE worker SET last_seen_at = now() - $2::interval WHERE id = $1';
    await api.dataSource.query(silence, [silent.id, '61 seconds']);
    await api.dataSource.query(silence, [gone.id, '25 hours']);
    expect((await list()).map(({ live }) => live)).toEqual([false, false, false]);
    expect(await workers.removeSilent()).toBe(1);
    expect((await list()).map(({ id }) => id).sort()).toEqual([stopping.id, silent.id].sort());
  });

  it('are known by their newest beat, in whatever order beats come', async () => {
    const first = beat({ sessions: 1, selfCheck: null });
    for (const [sequence, sessions] of [
      [1, 1],
      [3, 30],
      [2, 20],
      [3, 31],
    ] as const) {
      await workers.record('default', { ...first, sequence, sessions });
    }
    expect(await list()).toMatchObject([{ id: first.id, sessions: 30, selfCheck: null }]);
  });

  it('speak for their own site alone', async () => {
    const ours = beat();
    await workers.record('default', ours);
    await workers.record('paris', { ...ours, sequence: 2, sessions: 500, stopping: true });
    expect(await list()).toMatchObject([{ id: ours.id, site: 'default', sessions: 3, live: true }]);
  });

  it('are listed in pages, and by site', async () => {
    for (let index = 0; index < 5; index += 1) await workers.record(index < 2 ? 'paris' : 'default', beat());
    expect(await list('?site=paris')).toHaveLength(2);
    expect(await list('?site=nowhere')).toEqual([]);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Worker> = (
        await api.call<Page<Worker>>('GET', `${WORKERS}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).body;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual((await list()).map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
    expect(badFields(await api.call<Problem>('GET', `${WORKERS}?site=No%20site&limit=0`))).toEqual(['limit', 'site']);
    expect(badFields(await api.call<Problem>('GET', `${WORKERS}?cursor=x`))).toEqual(['cursor']);
    expect((await api.call('GET', WORKERS, { anonymous: true })).status).toBe(401);
  });

  it('whose beat is malformed change nothing, and the beat is set aside', async () => {
    await queues.send(QUEUE, [{ ...beat(), site: 'paris', surprise: 1 } as never, beat({ sessions: -1 })]);
    const letters = await waitFor(
      async () => {
        const found = await queues.deadLetters(['default'], 10);
        return found.length === 2 && found;
      },
      { what: 'two dead letters' },
    );
    expect(letters.map(({ queue }) => queue)).toEqual([QUEUE.name, QUEUE.name]);
    expect(letters.map(({ reason }) => reason).join()).toMatch(/site.*surprise|surprise.*site/s);
    expect(await list()).toEqual([]);
  });

  it('tell that they are alive at once, what they found out about themselves, and that they stop', async () => {
    const {
      sequence: _sequence,
      stopping: _stopping,
      sessions: _sessions,
      selfCheck: _check,
      health: _health,
      suspect: _suspect,
      ...identity
    } = beat();
    const suspect = { since: '2026-01-01T00:00:00.000Z', failing: 6, targets: 7 };
    const heartbeat = new Heartbeat({
      queues,
      site: 'default',
      identity,
      sessions: () => 7,
      health: () => health,
      suspect: () => suspect,
      checkSelf: () => Promise.resolve(selfCheck),
      logger,
    });
    expect(await seen(identity.id, (worker) => worker.selfCheck !== null)).toMatchObject({
      live: true,
      sessions: 7,
      health,
      suspect,
    });
    await heartbeat.stop();
    expect(await seen(identity.id, (worker) => worker.stopping)).toMatchObject({ live: false, selfCheck });
  });

  it('are processes that say so with their settings, also of a site that was added just now', async () => {
    await new SiteRepository(api.dataSource).insert({ name: 'paris', description: null });
    const worker = await startApp('worker', {
      REDIS_URL: redis.url,
      DATABASE_URL: undefined,
      SITE: 'paris',
      MAX_SESSIONS: '9',
      EHLO_NAME: 'probe1.example.com',
      PUBLIC_ADDRESSES: '127.0.0.1, ::1',
    });
    await worker.ready;
    const [known] = await waitFor(
      async () => {
        const found = await list('?site=paris');
        return found[0]?.selfCheck ? found : false;
      },
      { what: 'the self-check of the worker', timeoutMs: 25_000 },
    );
    expect(known).toMatchObject({ site: 'paris', maxSessions: 9, live: true, version: '0.1.0' });
    expect(known?.health).toMatchObject({ latenessMs: null, waiting: 0, port25: 'unknown' });
    expect(known?.health?.connectionTable?.limit).toBe(readConnectionTable()?.limit);
    expect(known?.selfCheck).toMatchObject({ ehloName: 'probe1.example.com', ehloNameSource: 'configured' });
    expect(known?.selfCheck?.addresses.map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
    await worker.stop();
    await seen(known?.id ?? '', ({ stopping }) => stopping);
  });
});

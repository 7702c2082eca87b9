import type { DeadLetter, Problem } from '@twotwenty/contracts/http';
import type { CheckReport } from '@twotwenty/contracts/jobs';
import { probeCheckSchema, type ProbeCheck } from '@twotwenty/contracts/probe-check';
import { probeQueue, resultsQueue } from '@twotwenty/contracts/queues';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { PartitionRepository } from '@twotwenty/database/repositories/partition.repository';
import { MAX_OPEN_CHECKS, ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { startEvaluator, type RunningEvaluator } from '@twotwenty/evaluator/evaluator';
import { startWorkerRegistry } from '@twotwenty/evaluator/worker-registry';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { startApp } from '@twotwenty/testing/child-process';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { closedPort, startScriptedServer, type ScriptedServer } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.js';
import { pretendWorker } from '../support/probe-checks.js';
import { auditOf } from '../support/audit.js';
import { decisionsOn } from '../support/decisions.js';

const CHECKS = '/api/v1/probe-checks';
const logger = createLogger('test', 'fatal');

let api: TestApi;
let redis: RedisServer;
let queues: QueueSystem;
let evaluator: RunningEvaluator;
let registry: Periodic;

beforeAll(async () => {
  [api, redis] = await Promise.all([startApi('api_probe_checks'), startRedis()]);
  queues = openQueues({ backend: 'redis', url: redis.url }, { onError: () => undefined, onFailure: () => undefined });
  Object.assign(api.queues, {
    send: queues.send.bind(queues),
    nowMs: queues.nowMs.bind(queues),
    deadLetters: queues.deadLetters.bind(queues),
  });
  const { dataSource } = api;
  const siteNames = () => new SiteRepository(dataSource).names();
  evaluator = await startEvaluator({
    queues,
    siteNames,
    decisions: decisionsOn(dataSource),
    probeChecks: new ProbeCheckRepository(dataSource),
    partitions: new PartitionRepository(dataSource),
    deliveries: new DeliveryRepository(dataSource),
    audit: new AuditRepository(dataSource),
    retentionDays: 90,
    logger,
  });
  registry = await startWorkerRegistry({ queues, siteNames, workers: new WorkerRepository(dataSource), logger });
});
afterAll(async () => {
  await Promise.all([evaluator.stop(), registry.stop()]);
  await queues.close();
  await redis.stop();
  await api.stop();
});
afterEach(async () => {
  await api.dataSource.query('DELETE FROM probe_check; DELETE FROM worker');
});

const body = (fields: object = {}): object => ({ site: 'default', target: { host: '127.0.0.1' }, ...fields });

async function begin(fields: object = {}): Promise<ProbeCheck> {
  const answer = await api.call<ProbeCheck>('POST', CHECKS, { body: body(fields) });
  expect(answer.status).toBe(202);
  expect(answer.headers.get('location')).toBe(`${CHECKS}/${answer.body.id}`);
  return probeCheckSchema.parse(answer.body);
}

async function read(id: string): Promise<ProbeCheck> {
  return probeCheckSchema.parse((await api.call('GET', `${CHECKS}/${id}`)).body);
}

async function ended(id: string): Promise<ProbeCheck> {
  return waitFor(
    async () => {
      const check = await read(id);
      return check.state === 'pending' ? false : check;
    },
    { what: 'the end of the check', timeoutMs: 20_000 },
  );
}

async function startWorker(site = 'default') {
  const startedAt = new Date();
  const worker = await startApp('worker', {
    REDIS_URL: redis.url,
    DATABASE_URL: undefined,
    SITE: site,
    EHLO_NAME: 'probe1.example.com',
    PUBLIC_ADDRESSES: '127.0.0.1',
  });
  await worker.ready;
  // Of a worker that has ended the last beat may be written down only now.
  const heard = `SELECT 1 FROM worker WHERE site = $1 AND started_at >= $2`;
  await waitFor(async () => (await api.dataSource.query<unknown[]>(heard, [site, startedAt])).length > 0, {
    what: 'the worker',
    timeoutMs: 20_000,
  });
  return worker;
}

const report = (check: string, totalMs = 3): CheckReport => ({
  check,
  outcome: 'probed',
  session: {
    passed: true,
    suspect: false,
    failure: null,
    replyCode: 220,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 1, ehloMs: null, tlsMs: null, quitMs: 1, totalMs },
    tls: null,
    detail: null,
  },
});

describe('settings that are tried before they are saved', () => {
  it('need a worker that lives', async () => {
    const answer = await api.call<Problem>('POST', CHECKS, { body: body() });
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain('Site default has no live worker');
  });

  it('are not promised while the queue is away', async () => {
    await pretendWorker(api);
    const { send } = api.queues;
    api.queues.send = () => Promise.reject(new Error('away'));
    const answer = await api.call<Problem>('POST', CHECKS, { body: body() });
    api.queues.send = send;
    expect(answer.status).toBe(503);
    const [row] = await api.dataSource.query<{ id: string }[]>('SELECT id FROM probe_check');
    expect(await read(row?.id ?? '')).toMatchObject({ state: 'failed', code: 'queue-away' });
  });

  it('are tried for a limited number of people at once', async () => {
    await pretendWorker(api);
    const { send } = api.queues;
    api.queues.send = () => Promise.resolve();
    const answers = await Promise.all(
      Array.from({ length: MAX_OPEN_CHECKS + 3 }, () => api.call<Problem>('POST', CHECKS, { body: body() })),
    );
    api.queues.send = send;
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(MAX_OPEN_CHECKS);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
  });

  it('are kept for an hour, and no more than two hundred', async () => {
    await pretendWorker(api);
    const { send } = api.queues;
    api.queues.send = () => Promise.resolve();
    await api.dataSource.query(
      `INSERT INTO probe_check (id, site, input, requested_by, created_at, expires_at, finished_at)
       SELECT gen_random_uuid(), 'default', '{}', 'admin', now() - make_interval(mins => n / 4), now(), now()
       FROM generate_series(1, 300) n`,
    );
    await begin();
    api.queues.send = send;
    expect(await api.dataSource.query('SELECT count(*)::int AS kept FROM probe_check')).toEqual([{ kept: 200 }]);
    await api.dataSource.query(`UPDATE probe_check SET created_at = now() - interval '61 minutes'`);
    api.queues.send = () => Promise.resolve();
    await begin();
    api.queues.send = send;
    expect(await api.dataSource.query('SELECT count(*)::int AS kept FROM probe_check')).toEqual([{ kept: 1 }]);
  });

  it('expire when nobody answers, and say whether a worker lives', async () => {
    await pretendWorker(api);
    const check = await begin();
    expect(check).toMatchObject({ state: 'pending', requestedBy: 'admin', finishedAt: null, result: null });
    expect(Date.parse(check.expiresAt) - Date.parse(check.createdAt)).toBe(45_000);
    await api.dataSource.query('UPDATE probe_check SET expires_at = now()');
    const over = await read(check.id);
    expect(over).toMatchObject({ state: 'failed', code: 'no-answer', finishedAt: over.expiresAt });
    expect(over.error).toContain('No worker of the site default answered in time. It may');
    await api.dataSource.query('DELETE FROM worker');
    expect((await read(check.id)).error).toContain('none is alive now');
    // Whatever comes now is too late.
    expect(await new ProbeCheckRepository(api.dataSource).finish('default', report(check.id))).toBe(false);
  });

  it('take the first report of the site that was asked, and no other', async () => {
    await pretendWorker(api);
    const { send } = api.queues;
    api.queues.send = () => Promise.resolve();
    const check = await begin();
    api.queues.send = send;
    const checks = new ProbeCheckRepository(api.dataSource);
    expect(await checks.finish('paris', report(check.id))).toBe(false);
    expect((await read(check.id)).state).toBe('pending');
    await queues.send(resultsQueue('default'), [
      { reports: [report(check.id, 3)] },
      { reports: [report(check.id, 4)] },
    ]);
    expect((await ended(check.id)).state).toBe('done');
    await queues.send(resultsQueue('default'), [{ reports: [report(check.id, 5), report(randomUUID())] }]);
    await waitFor(async () => (await queues.counts(resultsQueue('default')))['waiting'] === 0, { what: 'the queue' });
    expect([3, 4]).toContain((await read(check.id)).result?.timings.totalMs);
  });

  it('say when no probe was made', async () => {
    await pretendWorker(api);
    const check = await begin();
    await new ProbeCheckRepository(api.dataSource).finish('default', {
      check: check.id,
      outcome: 'not-probed',
      reason: 'address-busy',
    });
    expect(await read(check.id)).toMatchObject({ state: 'failed', code: 'address-busy', result: null });
  });

  it('lose a report that is not understood, which is set aside, and nothing else of its message', async () => {
    await pretendWorker(api);
    const check = await begin();
    const bad = { check: randomUUID(), outcome: 'probed', session: { passed: 'yes' } };
    await queues.send(resultsQueue('default'), [{ reports: [bad as never, report(check.id)] }]);
    expect((await ended(check.id)).state).toBe('done');
    const letters = await waitFor(
      async () => {
        const { items } = (await api.call<{ items: DeadLetter[] }>('GET', '/api/v1/dead-letters')).body;
        return items.length > 0 ? items : false;
      },
      { what: 'what was set aside' },
    );
    expect(letters[0]?.reason).toContain('checks.0: session.passed');
  });
});

describe('a worker that tries settings', () => {
  let servers: ScriptedServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.stop();
  });

  async function serve(...script: Parameters<typeof startScriptedServer>): Promise<number> {
    const server = await startScriptedServer(...script);
    servers = [...servers, server];
    return server.port;
  }

  it('tells what the server said, counts it for no monitor, and writes it down', async () => {
    const worker = await startWorker();
    const port = await serve(async (peer) => {
      await peer.send('220 mx.test ESMTP\r\n');
      await peer.heard('QUIT\r\n');
      await peer.send('221 bye\r\n');
      peer.close();
    });
    const check = await begin({ target: { host: '127.0.0.1', port } });
    const done = await ended(check.id);
    expect(done).toMatchObject({
      state: 'done',
      error: null,
      result: { passed: true, suspect: false, replyCode: 220, phase: null, detail: { address: '127.0.0.1' } },
    });
    const transcript = done.result?.detail?.transcript.map(({ direction, text }) => `${direction} ${text}`) ?? [];
    expect(transcript).toEqual(expect.arrayContaining(['< 220 mx.test ESMTP', '> QUIT', '< 221 bye']));
    expect(done.result?.timings.totalMs).toBeGreaterThan(0);
    expect(await api.dataSource.query('SELECT 1 FROM probe_result')).toEqual([]);
    expect(await api.dataSource.query('SELECT 1 FROM event')).toEqual([]);
    expect((await auditOf(api, 'machine'))[0]).toMatchObject({
      actor: 'admin',
      action: 'probe-checked',
      subjectName: '127.0.0.1',
      details: { checkId: check.id, site: 'default', port, security: 'none' },
    });
    await worker.stop();
  });

  it('tells why the server failed, with the transcript', async () => {
    const worker = await startWorker();
    const port = await serve(async (peer) => {
      await peer.send('554 5.7.1 not you\r\n');
      peer.close();
    });
    const refused = await ended((await begin({ target: { host: '127.0.0.1', port } })).id);
    expect(refused.result).toMatchObject({
      passed: false,
      phase: 'greeting',
      replyCode: 554,
      replyPermanence: 'permanent',
    });
    expect(refused.result?.detail?.transcript.map(({ text }) => text)).toContain('554 5.7.1 not you');
    expect(refused.result?.detail?.message).toBeTruthy();
    const closed = await ended((await begin({ target: { host: '127.0.0.1', port: await closedPort() } })).id);
    expect(closed.result).toMatchObject({ passed: false, phase: 'connect', code: 'connect-refused', suspect: false });
    await worker.stop();
  });

  it('takes no longer than it may', async () => {
    const worker = await startWorker();
    const port = await serve(() => undefined);
    const check = await begin({ target: { host: '127.0.0.1', port }, maxTestDurationSeconds: 0.5 });
    expect((await ended(check.id)).result).toMatchObject({ passed: false, phase: 'greeting' });
    await worker.stop();
  });

  it('leaves a check that ends when it is killed', async () => {
    const worker = await startWorker();
    let isConnected = false;
    const port = await serve(() => {
      isConnected = true;
    });
    const check = await begin({ target: { host: '127.0.0.1', port }, maxTestDurationSeconds: 20 });
    await waitFor(() => isConnected, { what: 'the session' });
    await worker.kill();
    expect((await read(check.id)).state).toBe('pending');
    await api.dataSource.query(`UPDATE probe_check SET expires_at = now()`);
    await api.dataSource.query(`UPDATE worker SET last_seen_at = now() - interval '2 minutes'`);
    expect(await read(check.id)).toMatchObject({ state: 'failed', code: 'no-answer', result: null });
  });

  it('hands it back when it is stopped, and another one does it', async () => {
    const first = await startWorker();
    let sessions = 0;
    const port = await serve(async (peer) => {
      sessions += 1;
      if (sessions === 1) return;
      await peer.send('220 mx.test ESMTP\r\n');
      await peer.heard('QUIT\r\n');
      await peer.send('221 bye\r\n');
      peer.close();
    });
    const check = await begin({ target: { host: '127.0.0.1', port }, maxTestDurationSeconds: 20 });
    await waitFor(() => sessions === 1, { what: 'the session' });
    await first.stop();
    const second = await startWorker();
    expect((await ended(check.id)).result?.passed).toBe(true);
    await second.stop();
  });

  it('sets aside an order that it does not understand', async () => {
    const worker = await startWorker();
    await queues.send(probeQueue('default'), [{ orders: [{ check: 'x' } as never] }]);
    await waitFor(async () => ((await queues.counts(probeQueue('default')))['failed'] ?? 0) > 0, {
      what: 'what was set aside',
    });
    await worker.stop();
  });
});

import type { ProbeOrder, ProbeReport } from '@twotwenty/contracts/jobs';
import { probeQueue, resultsQueue, workersQueue } from '@twotwenty/contracts/queues';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { siteUserName, siteUserRule } from '@twotwenty/queue/site-user';
import { startApp, type RunningApp } from '@twotwenty/testing/child-process';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import type { TestServer } from '@twotwenty/testing/server-process';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis, type RedisClient } from '../support/redis-client.js';

const PASSWORD = 'p@ss/word: of paris %25';
/** Of a command, and of a command in a script, whose error Redis 7 words in its own way. */
const REFUSED = /NOPERM|^ERR The user executing the script can't (run|access)/;
const OURS = '{twotwenty}:results.paris';
const THEIRS = '{twotwenty}:results.berlin';

describe('the Redis user of a site', () => {
  let redis: RedisServer;
  let sink: TestServer;
  let operator: RedisClient;
  let all: QueueSystem;
  let siteUrl: string;

  beforeAll(async () => {
    [redis, sink] = await Promise.all([startRedis(), startSmtpSink()]);
    operator = connectRedis(redis.url);
    for (const site of ['paris', 'berlin']) {
      await operator.call('ACL', 'SETUSER', siteUserName(site), ...siteUserRule(site, PASSWORD));
    }
    all = open(redis.url);
    siteUrl = redis.url.replace('//', `//${siteUserName('paris')}:${encodeURIComponent(PASSWORD)}@`);
  });
  afterAll(async () => {
    await all.close();
    operator.close();
    await Promise.all([redis.stop(), sink.stop()]);
  });

  function open(url: string): QueueSystem {
    return openQueues(
      { backend: 'redis', url },
      {
        onError: () => undefined,
        onFailure: () => undefined,
      },
    );
  }

  function openAsSite(): QueueSystem {
    const queues = open(siteUrl);
    onTestFinished(() => queues.close());
    return queues;
  }

  /** What the site's user was refused since the last look, whoever tried. */
  async function refusals(): Promise<unknown> {
    const log = await operator.call('ACL', 'LOG');
    await operator.call('ACL', 'LOG', 'RESET');
    return log;
  }

  function order(test: number): ProbeOrder {
    const nowMs = Date.now();
    return {
      monitor: 1,
      test,
      well: true,
      reportWithinMs: 0,
      target: {
        host: '127.0.0.1',
        port: sink.port,
        security: 'none',
        tls: { certificate: 'require', warnDays: 14, failDays: null },
        addressFamily: 'any',
        ehloName: null,
        strictQuit: false,
      },
      maxTestDurationMs: 10_000,
      expiresAtMs: nowMs + 60_000,
      dueAtMs: nowMs,
      keepTranscript: false,
    };
  }

  async function startWorker(): Promise<RunningApp> {
    const worker = await startApp('worker', {
      REDIS_URL: siteUrl,
      DATABASE_URL: undefined,
      SITE: 'paris',
      EHLO_NAME: 'probe1.example.com',
      PUBLIC_ADDRESSES: '127.0.0.1',
    });
    await worker.ready;
    return worker;
  }

  it('is enough for a worker: it probes, reports, beats, sets aside, stops, and begins again', async () => {
    await refusals();
    const reports: ProbeReport[] = [];
    const beats: WorkerBeat[] = [];
    const results = await all.consume(resultsQueue('paris'), (message) => {
      reports.push(...(message.reports as ProbeReport[]));
      return Promise.resolve();
    });
    const workers = await all.consume(workersQueue('paris'), (beat) => {
      beats.push(beat);
      return Promise.resolve();
    });
    onTestFinished(async () => void (await Promise.all([results.close(), workers.close()])));
    const worker = await startWorker();
    await all.send(probeQueue('paris'), [{ orders: [order(1)] }, { orders: ['nonsense' as never, order(2)] }]);
    await waitFor(() => reports.length === 2, { what: 'two reports', timeoutMs: 20_000 });
    expect(reports).toMatchObject([{ passed: true }, { passed: true }]);
    await waitFor(async () => (await all.deadLetters(['paris'], 10)).length === 1, { what: 'the dead letter' });
    // All that Redis knows goes, as when it is restarted: scripts too, and every connection.
    await operator.call('SCRIPT', 'FLUSH');
    await operator.call('CLIENT', 'KILL', 'USER', siteUserName('paris'));
    await all.send(probeQueue('paris'), [{ orders: [order(3)] }]);
    await waitFor(() => reports.length === 3, { what: 'the report after the break', timeoutMs: 30_000 });
    await worker.stop();
    await waitFor(() => beats.some((beat) => beat.stopping), { what: 'the last word' });
    expect(worker.logs()).not.toMatch(/NOPERM/);
    expect(await refusals()).toEqual([]);
  });

  it('is enough for retries, and to take up what a worker that died had in hand', async () => {
    await refusals();
    const queues = openAsSite();
    await queues.send(resultsQueue('paris'), [{ reports: ['orphan' as never] }]);
    // In hand of a consumer that holds no lock on it: one that died.
    await operator.call('RPOPLPUSH', `${OURS}:wait`, `${OURS}:active`);
    const seen: unknown[] = [];
    await queues.consume(resultsQueue('paris'), ({ reports }) => {
      seen.push(...reports);
      const attempts = seen.filter((each) => each === reports[0]).length;
      return reports[0] === 'stubborn' && attempts < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    await waitFor(() => seen.includes('orphan'), { what: 'the message to be given to another', timeoutMs: 25_000 });
    await queues.send(resultsQueue('paris'), [{ reports: ['stubborn' as never] }]);
    await waitFor(() => seen.length === 4, { what: 'the third attempt', timeoutMs: 20_000 });
    await queues.send(workersQueue('paris'), [{ sequence: 1 } as never]);
    await waitFor(async () => (await queues.dropWaiting(workersQueue('paris'), 0)) > 0, {
      what: 'a beat to be dropped',
    });
    expect(await refusals()).toEqual([]);
  });

  const script = (text: string, ...keys: string[]): [string, ...string[]] => [
    'EVAL',
    text,
    String(keys.length),
    ...keys,
  ];

  it.each<[string, ...string[]]>([
    ['GET', `${THEIRS}:id`],
    ['LRANGE', `${THEIRS}:wait`, '0', '-1'],
    ['LPUSH', `${THEIRS}:wait`, '1'],
    ['HSET', `${THEIRS}:1`, 'data', '{}'],
    ['HGETALL', '{twotwenty}:probe.berlin:1'],
    ['BZPOPMIN', '{twotwenty}:probe.berlin:marker', '1'],
    ['XADD', '{twotwenty}:workers.berlin:events', '*', 'event', 'added'],
    ['RPOPLPUSH', `${OURS}:wait`, `${THEIRS}:wait`],
    ['RPOPLPUSH', `${THEIRS}:wait`, `${OURS}:wait`],
    ['HGETALL', '{twotwenty}:actions:1'],
    ['LPUSH', '{twotwenty}:actions:wait', '1'],
    ['GET', '{twotwenty}:results:id'],
    ['GET', '{twotwenty}:results.paris-2:id'],
    ['GET', '{twotwenty}:results.paris'],
    ['GET', 'anything'],
    ['SET', 'anything', '1'],
    ['HSET', `${OURS}:dn:1`, 'pdk', '{twotwenty}:actions:wait'],
    ['SET', `${OURS}:de:1`, '1'],
    ['HSET', `${OURS}:repeat:1`, 'ic', '1'],
    script(`return redis.call('GET', KEYS[1])`, `${THEIRS}:id`),
    script(`return redis.call('GET', '${THEIRS}:id')`),
    script(`return redis.call('LPUSH', '${THEIRS}:wait', '1')`, `${OURS}:wait`),
    script(`return redis.call('KEYS', '*')`),
    script(`return redis.call('SCAN', '0')`),
    script(`return redis.call('PUBLISH', 'c', 'm')`),
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['HSCAN', `${OURS}:meta`, '0'],
    ['RANDOMKEY'],
    ['DBSIZE'],
    ['DUMP', `${OURS}:id`],
    ['RESTORE', `${OURS}:x`, '0', 'x'],
    ['COPY', `${OURS}:id`, `${THEIRS}:id`],
    ['RENAME', `${OURS}:id`, `${THEIRS}:id`],
    ['MIGRATE', '127.0.0.1', '1', `${OURS}:id`, '0', '1'],
    ['SORT', `${OURS}:wait`, 'GET', `${THEIRS}:*`],
    ['OBJECT', 'ENCODING', `${OURS}:id`],
    ['SUBSCRIBE', 'channel'],
    ['PSUBSCRIBE', '*'],
    ['PUBLISH', 'channel', 'message'],
    ['PUBSUB', 'CHANNELS'],
    ['CONFIG', 'GET', '*'],
    ['CONFIG', 'SET', 'dir', '/tmp'],
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['SWAPDB', '0', '1'],
    ['SELECT', '1'],
    ['ACL', 'LIST'],
    ['ACL', 'SETUSER', 'site-paris', '+@all'],
    ['ACL', 'WHOAMI'],
    ['CLIENT', 'LIST'],
    ['CLIENT', 'KILL', 'USER', 'default'],
    ['CLIENT', 'PAUSE', '1'],
    ['MONITOR'],
    ['SHUTDOWN', 'NOSAVE'],
    ['SAVE'],
    ['BGSAVE'],
    ['BGREWRITEAOF'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['SYNC'],
    ['MODULE', 'LIST'],
    ['SCRIPT', 'FLUSH'],
    ['SCRIPT', 'KILL'],
    ['FUNCTION', 'LIST'],
    ['SLOWLOG', 'GET'],
    ['LATENCY', 'LATEST'],
    ['MEMORY', 'USAGE', `${OURS}:id`],
    ['COMMAND', 'COUNT'],
  ])('is refused %s %s', async (command, ...args) => {
    const site = connectRedis(siteUrl);
    onTestFinished(() => site.close());
    await expect(site.call(command, ...args)).rejects.toThrow(REFUSED);
  });

  it('lets nobody in with another password', async () => {
    const stranger = connectRedis(redis.url.replace('//', `//${siteUserName('paris')}:wrong@`));
    onTestFinished(() => stranger.close());
    await expect(stranger.call('PING')).rejects.toThrow(/NOAUTH|WRONGPASS|closed/);
  });

  it('cannot speak for another site through the queues', async () => {
    const queues = openAsSite();
    await expect(queues.send(resultsQueue('berlin'), [{ reports: [{} as never] }])).rejects.toThrow(
      /NOPERM|permission/,
    );
    await expect(queues.send(workersQueue('berlin'), [{} as never])).rejects.toThrow(REFUSED);
    await expect(queues.send(probeQueue('berlin'), [{ orders: [] }])).rejects.toThrow(REFUSED);
    expect(await all.counts(resultsQueue('berlin'))).toMatchObject({ waiting: 0 });
  });
});

import { Redis } from 'ioredis';
import { REDIS_PREFIX } from '@twotwenty/queue/backends/redis-prefix';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueLocation } from '@twotwenty/config/stores';
import { probeQueue, resultsQueue } from '@twotwenty/contracts/queues';
import { migrateQueue } from '@twotwenty/queue/migrate';
import { openQueues, PoisonedMessageError, type QueueSystem } from '@twotwenty/queue/queue-system';
import { createTestDatabase } from '@twotwenty/testing/postgres';
import { startRedis } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

interface Place {
  readonly location: QueueLocation;
  /** Empties or ends the place, as an accident would. */
  readonly dispose: () => Promise<void>;
}

const places: Record<QueueLocation['backend'], () => Promise<Place>> = {
  async redis() {
    const redis = await startRedis();
    return { location: { backend: 'redis', url: redis.url }, dispose: () => redis.stop() };
  },
  async postgres() {
    const database = await createTestDatabase('queue');
    return { location: { backend: 'postgres', url: database.url }, dispose: () => database.drop() };
  },
};

const RESULTS = resultsQueue('default');

function message(text: string): { reports: never[] } {
  // The queue checks the envelope only; what is in it is the consumer's business.
  return { reports: [{ text }] as unknown as never[] };
}

describe.each(['redis', 'postgres'] as const)('the queues on %s', (backend) => {
  let place: Place;
  const open: QueueSystem[] = [];
  const failures: string[] = [];

  function connect(): QueueSystem {
    const queues = openQueues(place.location, {
      onError: (error) => failures.push(error.message),
      onFailure: (queue, _id, error) => failures.push(`${queue}: ${error.message}`),
    });
    open.push(queues);
    return queues;
  }

  beforeAll(async () => {
    place = await places[backend]();
    await migrateQueue(place.location);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queues) => queues.close()));
    failures.length = 0;
  });
  afterAll(() => place.dispose());

  it('can be migrated again and by several at once', async () => {
    await Promise.all([migrateQueue(place.location), migrateQueue(place.location), migrateQueue(place.location)]);
    await connect().ping();
  });

  it('hands each message to one of several consumers', async () => {
    const seen: string[] = [];
    const [first, second] = [connect(), connect()];
    for (const queues of [connect(), connect(), connect()]) {
      await queues.consume(RESULTS, async ({ reports }) => {
        seen.push((reports[0] as { text: string }).text);
        await Promise.resolve();
      });
    }
    const texts = Array.from({ length: 100 }, (_, index) => `message ${index}`);
    await Promise.all(texts.map((text, index) => (index % 2 === 0 ? first : second).send(RESULTS, [message(text)])));
    await waitFor(() => Promise.resolve(seen.length >= 100), { timeoutMs: 10_000, what: 'all messages' });
    expect([...seen].sort()).toEqual([...texts].sort());
  });

  it('tells when a message was handed to the queue', async () => {
    const queues = connect();
    const sentAt: number[] = [];
    await queues.consume(RESULTS, async (_, { sentAtMs }) => {
      sentAt.push(sentAtMs);
      await Promise.resolve();
    });
    const before = Date.now();
    await queues.send(RESULTS, [message('one')]);
    const after = Date.now();
    await waitFor(() => Promise.resolve(sentAt.length > 0), { what: 'the message' });
    expect(sentAt[0]).toBeGreaterThanOrEqual(before);
    expect(sentAt[0]).toBeLessThanOrEqual(after);
  });

  it('tells how much waits in many queues at once', async () => {
    const queues = connect();
    const job = { orders: [{}] as unknown as never[] };
    await queues.send(probeQueue('waits'), [job, job]);
    expect(await queues.waiting(['waits', 'empty'].map(probeQueue))).toEqual([2, 0]);
    expect(await queues.waiting([])).toEqual([]);
  });

  it('tells of many queues at once which message has waited longest, and which came last', async () => {
    const queues = connect();
    const job = { orders: [{}] as unknown as never[] };
    const ends = async () => (await queues.waitingEnds(['line', 'empty'].map(probeQueue))).at(0);
    await queues.send(probeQueue('line'), [job]);
    const [first, nothing] = await queues.waitingEnds(['line', 'empty'].map(probeQueue));
    expect([first?.newest, nothing]).toEqual([first?.oldest, null]);
    await queues.send(probeQueue('line'), [job, job]);
    const three = await ends();
    expect(three?.oldest).toBe(first?.oldest);
    expect(three?.newest).toBeGreaterThan(Number(first?.newest));
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let isTaken = false;
    const consume = () => {
      isTaken = true;
      return released;
    };
    const consumer = await queues.consume(probeQueue('line'), consume, { concurrency: 1 });
    await waitFor(() => Promise.resolve(isTaken), { what: 'a message to be taken' });
    const two = await ends();
    expect(two?.oldest).toBeGreaterThan(Number(first?.oldest));
    expect(two?.newest).toBe(three?.newest);
    release();
    await consumer.close();
    expect(await queues.waitingEnds([])).toEqual([]);
  });

  it('takes so many messages at once as it is told to', async () => {
    const queues = connect();
    const job = { orders: [{}] as unknown as never[] };
    let underWay = 0;
    let most = 0;
    let taken = 0;
    const consumer = await queues.consume(probeQueue('paced'), async () => {
      most = Math.max(most, (underWay += 1));
      await sleep(50);
      underWay -= 1;
      taken += 1;
    });
    consumer.takeAtOnce(1);
    await queues.send(probeQueue('paced'), Array<typeof job>(6).fill(job));
    await waitFor(() => Promise.resolve(taken === 6), { what: 'six messages' });
    expect(most).toBe(1);
    consumer.takeAtOnce(3);
    await queues.send(probeQueue('paced'), Array<typeof job>(12).fill(job));
    await waitFor(() => Promise.resolve(taken === 18), { what: 'twelve more' });
    expect(most).toBe(3);
    consumer.takeAtOnce(Infinity);
    await queues.send(probeQueue('paced'), Array<typeof job>(12).fill(job));
    await waitFor(() => Promise.resolve(taken === 30), { what: 'twelve more' });
    expect(most).toBeGreaterThan(3);
  });

  it('keeps the queues of sites apart', async () => {
    const queues = connect();
    const seen: string[] = [];
    const order = { orders: ['paris'] as unknown as never[] };
    await queues.consume(probeQueue('berlin'), async () => {
      seen.push('berlin');
      await Promise.resolve();
    });
    await queues.consume(probeQueue('paris'), async () => {
      seen.push('paris');
      await Promise.resolve();
    });
    await queues.send(probeQueue('paris'), [order]);
    await waitFor(() => Promise.resolve(seen.length > 0), { timeoutMs: 10_000, what: 'the message' });
    expect(seen).toEqual(['paris']);
  });

  it('tries again when a handler fails', async () => {
    const queues = connect();
    let attempts = 0;
    await queues.consume(RESULTS, async () => {
      attempts += 1;
      await Promise.resolve();
      if (attempts < 3) throw new Error('the database is away');
    });
    await queues.send(RESULTS, [message('stubborn')]);
    await waitFor(() => Promise.resolve(attempts === 3), { timeoutMs: 10_000, what: 'the third attempt' });
    expect(await queues.deadLetters(['default'], 10)).toEqual([]);
  });

  it('sets a poisoned message aside where people see it, and goes on', async () => {
    const queues = connect();
    const seen: string[] = [];
    await queues.consume(RESULTS, async ({ reports }) => {
      const { text } = reports[0] as { text: string };
      await Promise.resolve();
      if (text === 'poison') throw new PoisonedMessageError(['reports.0: no good']);
      seen.push(text);
    });
    const notAnEnvelope = { surprise: true } as unknown as ReturnType<typeof message>;
    await queues.send(RESULTS, [message('poison'), notAnEnvelope, message('good')]);
    await waitFor(() => Promise.resolve(seen.length === 1 && failures.length === 2), {
      timeoutMs: 10_000,
      what: 'the good one',
    });
    const letters = await waitFor(
      async () => {
        const found = await queues.deadLetters(['default'], 10);
        return found.length === 2 && found;
      },
      { timeoutMs: 5000, what: 'two dead letters' },
    );
    expect(letters.map((letter) => letter.queue)).toEqual([RESULTS.name, RESULTS.name]);
    expect(letters.map((letter) => letter.reason).join('\n')).toMatch(/reports\.0: no good/);
    expect(letters.map((letter) => letter.reason).join('\n')).toMatch(/reports: .*\n?.*surprise|surprise.*reports: /s);
    expect(letters.map((letter) => letter.payload)).toContain('{"surprise":true}');
  });

  it('drops what has waited too long, and nothing younger', async () => {
    const queues = connect();
    const queue = probeQueue('nobody');
    await queues.send(queue, [{ orders: ['old'] as unknown as never[] }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await queues.send(queue, [{ orders: ['new'] as unknown as never[] }]);
    expect(await queues.dropWaiting(queue, 60_000)).toBe(0);
    expect(await queues.dropWaiting(queue, 200)).toBe(1);
    expect(await queues.counts(queue)).toMatchObject({ waiting: 1 });
  });

  it('lets the handlers under way end before it closes', async () => {
    const queues = connect();
    let ended = false;
    let begun = false;
    const consumer = await queues.consume(RESULTS, async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended = true;
    });
    await queues.send(RESULTS, [message('slow')]);
    await waitFor(() => Promise.resolve(begun), { timeoutMs: 10_000, what: 'the handler' });
    await consumer.close();
    expect(ended).toBe(true);
  });
});

describe('Redis in which the keys of a site are in disorder', () => {
  it('tells who waits at the other sites', async () => {
    const redis = await startRedis();
    const queues = openQueues(
      { backend: 'redis', url: redis.url },
      { onError: () => undefined, onFailure: () => undefined },
    );
    const client = new Redis(redis.url);
    await client.set(`${REDIS_PREFIX}:${probeQueue('paris').name}:wait`, 'no list');
    await client.lpush(`${REDIS_PREFIX}:${probeQueue('rome').name}:wait`, 'no number');
    await queues.send(probeQueue('oslo'), [{ orders: [{}] as unknown as never[] }]);
    const ends = await queues.waitingEnds(['paris', 'rome', 'oslo'].map(probeQueue));
    expect(ends).toEqual([null, null, { oldest: 1, newest: 1 }]);
    client.disconnect();
    await queues.close();
    await redis.stop();
  });
});

describe('Redis that is away', () => {
  it('does not keep a consumer that never reached it from closing', async () => {
    const redis = await startRedis();
    await redis.stop();
    const queues = openQueues(
      { backend: 'redis', url: redis.url },
      { onError: () => undefined, onFailure: () => undefined },
    );
    const opening = queues.consume(RESULTS, () => Promise.resolve()).catch((error: unknown) => error);
    await queues.close();
    await opening;
  });

  it('makes sending fail in time, and consumers go on when it is back', async () => {
    const redis = await startRedis();
    const queues = openQueues(
      { backend: 'redis', url: redis.url },
      { onError: () => undefined, onFailure: () => undefined },
    );
    const seen: unknown[] = [];
    await queues.consume(RESULTS, async ({ reports }) => {
      seen.push(...reports);
      await Promise.resolve();
    });
    await redis.stop();
    await expect(queues.ping()).rejects.toThrow();
    await expect(queues.send(RESULTS, [message('nowhere')])).rejects.toThrow();
    await redis.start();
    await waitFor(() => queues.send(RESULTS, [message('back')]).then(() => true), {
      timeoutMs: 15_000,
      what: 'Redis to take a message',
    });
    await waitFor(() => seen.some((report) => (report as { text: string }).text === 'back'), {
      timeoutMs: 15_000,
      what: 'the message',
    });
    await queues.close();
    await redis.stop();
  });
});

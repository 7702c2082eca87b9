import type { RedisLocation } from '@twotwenty/config/stores';
import { Queue, Worker, type Processor } from 'bullmq';
import { Redis, ReplyError } from 'ioredis';
import type { Backend, ConsumerOptions, QueueHandle, WaitingEnds, WorkerHandle } from './backend.js';
import { REDIS_PREFIX } from './redis-prefix.js';
import { connectionOptions } from './redis-connection.js';

// A host that vanished closes no connection. Without an answer for this long to what was asked, another one is made; a consumer
// asks for as long as ten seconds by design.
const PRODUCER_SILENCE_MS = 15_000;
const CONSUMER_SILENCE_MS = 30_000;

/** BullMQ on Redis. */
export class RedisBackend implements Backend {
  private readonly connection: Redis;
  /** Why there is no connection, while there is none. */
  private trouble: Error | undefined;

  /** @param onError told of connection errors; the connection comes back by itself */
  constructor(
    private readonly location: RedisLocation,
    onError: (error: Error) => void,
  ) {
    this.connection = new Redis(location.url, {
      ...connectionOptions(location),
      maxRetriesPerRequest: 1,
      connectTimeout: 5000,
      commandTimeout: 10_000,
      socketTimeout: PRODUCER_SILENCE_MS,
    });
    this.connection.on('error', (error: Error) => {
      this.trouble = error;
      onError(error);
    });
    this.connection.on('ready', () => (this.trouble = undefined));
  }

  openQueue(name: string): QueueHandle {
    return new Queue(name, { connection: this.connection, prefix: REDIS_PREFIX });
  }

  openWorker(name: string, processor: Processor<unknown, void>, options: ConsumerOptions): WorkerHandle {
    // A consumer has its own connection: it blocks, and it must outwait an outage of any length.
    const connection = new Redis(this.location.url, {
      ...connectionOptions(this.location),
      maxRetriesPerRequest: null,
      socketTimeout: CONSUMER_SILENCE_MS,
    });
    const worker = new Worker(name, processor, { ...options, connection, prefix: REDIS_PREFIX });
    worker.on('closed', () => connection.disconnect());
    return worker;
  }

  async ping(): Promise<void> {
    await this.ask(this.connection.ping());
  }

  async waiting(names: readonly string[]): Promise<number[]> {
    if (names.length === 0) return [];
    const pipeline = this.connection.pipeline();
    for (const name of names) pipeline.llen(`${REDIS_PREFIX}:${name}:wait`);
    return answersOf(await pipeline.exec()).map(Number);
  }

  async waitingEnds(names: readonly string[]): Promise<(WaitingEnds | null)[]> {
    if (names.length === 0) return [];
    const pipeline = this.connection.pipeline();
    // BullMQ puts jobs in on the left, under ascending ids.
    for (const name of names) for (const end of [-1, 0]) pipeline.lindex(`${REDIS_PREFIX}:${name}:wait`, end);
    const answers = (await pipeline.exec()) ?? [];
    // The workers of a site can bring its keys into disorder: that hides what waits there, and nothing else.
    const ids = answersOf(answers.map(([error, id]) => (error instanceof ReplyError ? [null, null] : [error, id])));
    return names.map((_, index) => endsOf(ids[2 * index], ids[2 * index + 1]));
  }

  async nowMs(): Promise<number> {
    const [seconds, microseconds] = await this.ask(this.connection.time());
    return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
  }

  /** @throws what is wrong with the connection; ioredis says only that it has tried often enough */
  private async ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw this.trouble ?? error;
    }
  }

  async close(): Promise<void> {
    await this.connection.quit().catch(() => this.connection.disconnect());
  }
}

function endsOf(oldest: unknown, newest: unknown): WaitingEnds | null {
  const ends = { oldest: Number(oldest ?? NaN), newest: Number(newest ?? NaN) };
  return Number.isFinite(ends.oldest) && Number.isFinite(ends.newest) ? ends : null;
}

/** What each command of a pipeline was answered. @throws the first error among the answers */
function answersOf(answers: readonly [Error | null, unknown][] | null): unknown[] {
  return (answers ?? []).map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

import { createPostgresBackend, Queue, Worker, type PostgresPoolConfig, type Processor } from 'bullmq';
import pg from 'pg';
import type { Backend, ConsumerOptions, QueueHandle, WaitingEnds, WorkerHandle } from './backend.js';

/** BullMQ's tables stand in a schema of their own beside ours. */
export const QUEUE_SCHEMA = 'bullmq';

const PRODUCER_CONNECTIONS = 2;
/** Workers ask for the time once a minute, and what opens anew after a pause answers later. */
const IDLE_MS = 600_000;
const CONSUMER_CONNECTIONS = 6;

/** BullMQ on Postgres: the embedded default, where nothing else is installed. */
export class PostgresBackend implements Backend {
  private readonly pingPool: pg.Pool;

  /**
   * @param url postgres://…; the schema must have been migrated
   * @param onError told of connection errors; the connections come back by themselves
   */
  constructor(
    private readonly url: string,
    onError: (error: Error) => void,
  ) {
    this.pingPool = new pg.Pool({
      connectionString: url,
      max: 1,
      connectionTimeoutMillis: 5000,
      query_timeout: 5000,
      // The time that an answer takes is looked at: it must not be that of a new connection.
      idleTimeoutMillis: IDLE_MS,
    });
    this.pingPool.on('error', onError);
  }

  openQueue(name: string): QueueHandle {
    return new Queue(name, { connection: this.connection(PRODUCER_CONNECTIONS) }, createPostgresBackend);
  }

  openWorker(name: string, processor: Processor<unknown, void>, options: ConsumerOptions): WorkerHandle {
    return new Worker(
      name,
      processor,
      { ...options, connection: this.connection(CONSUMER_CONNECTIONS) },
      createPostgresBackend,
    );
  }

  async ping(): Promise<void> {
    await this.pingPool.query('SELECT 1');
  }

  async waiting(names: readonly string[]): Promise<number[]> {
    const { rows } = await this.pingPool.query<{ queue: string; count: number }>(
      `SELECT queue, count(*)::int AS count FROM ${QUEUE_SCHEMA}.job
       WHERE state = 'waiting' AND queue = ANY($1::text[]) GROUP BY queue`,
      [names],
    );
    const counts = new Map(rows.map(({ queue, count }) => [queue, count]));
    return names.map((name) => counts.get(name) ?? 0);
  }

  async waitingEnds(names: readonly string[]): Promise<(WaitingEnds | null)[]> {
    if (names.length === 0) return [];
    const { rows } = await this.pingPool.query<{ queue: string } & WaitingEnds>(
      `SELECT queue, min(seq)::float8 AS oldest, max(seq)::float8 AS newest FROM ${QUEUE_SCHEMA}.job
       WHERE state = 'waiting' AND queue = ANY($1::text[]) GROUP BY queue`,
      [names],
    );
    const ends = new Map(rows.map(({ queue, oldest, newest }) => [queue, { oldest, newest }]));
    return names.map((name) => ends.get(name) ?? null);
  }

  async nowMs(): Promise<number> {
    const { rows } = await this.pingPool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now.getTime() ?? Date.now();
  }

  async close(): Promise<void> {
    await this.pingPool.end();
  }

  private connection(max: number): PostgresPoolConfig {
    return {
      connectionString: this.url,
      schema: QUEUE_SCHEMA,
      application_name: 'twotwenty queue',
      connectionTimeoutMillis: 5000,
      query_timeout: 30_000,
      max,
    };
  }
}

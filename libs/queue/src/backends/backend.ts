import type { Job, JobsOptions, Processor, WorkerOptions } from 'bullmq';

/** What is used of a BullMQ queue, whatever it is kept in. */
export interface QueueHandle {
  waitUntilReady(): Promise<unknown>;
  addBulk(jobs: { name: string; data: unknown; opts?: JobsOptions }[]): Promise<unknown>;
  getFailed(
    start?: number,
    end?: number,
  ): Promise<Pick<Job, 'id' | 'data' | 'failedReason' | 'finishedOn' | 'timestamp'>[]>;
  getJobCounts(...types: ('waiting' | 'active' | 'delayed' | 'failed')[]): Promise<Record<string, number>>;
  clean(graceMs: number, limit: number, type: 'wait'): Promise<string[]>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What is used of a BullMQ worker. */
export interface WorkerHandle {
  /** How many messages it works on at once; none that it has is given back when that becomes less. */
  concurrency: number;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: Job | undefined, error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
}

/** The ends of the line in which messages wait, by numbers that grow from one message to the next. */
export interface WaitingEnds {
  readonly oldest: number;
  readonly newest: number;
}

export type ConsumerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** A place in which BullMQ keeps its queues. One adapter a place; one suite of tests runs over all of them. */
export interface Backend {
  /** A queue to put jobs into. Its operations fail soon when the place is away; they never wait for it for ever. */
  openQueue(name: string): QueueHandle;
  /** Begins to take jobs out of a queue, and goes on by itself after the place was away. */
  openWorker(name: string, processor: Processor<unknown, void>, options: ConsumerOptions): WorkerHandle;
  /** @throws when the place is away */
  ping(): Promise<void>;
  /** How many messages wait in each of some queues, all asked at once. @throws when the place is away */
  waiting(names: readonly string[]): Promise<number[]>;
  /** The ends of the line of each of some queues, all asked at once; null where nothing waits. @throws when the place is away */
  waitingEnds(names: readonly string[]): Promise<(WaitingEnds | null)[]>;
  /** The clock of the place, milliseconds since 1970. @throws when the place is away */
  nowMs(): Promise<number>;
  /** Closes what the backend itself opened, after its queues and workers were closed. */
  close(): Promise<void>;
}

import type { QueueLocation } from '@twotwenty/config/stores';
import type { DeadLetter } from '@twotwenty/contracts/http';
import { describeIssues } from '@twotwenty/contracts/parse-each';
import { ACTIONS_QUEUE, queuesOfSite, type QueueDefinition } from '@twotwenty/contracts/queues';
import { UnrecoverableError } from 'bullmq';
import type { z } from 'zod';
import type { Backend, QueueHandle, WaitingEnds } from './backends/backend.js';
import { PostgresBackend } from './backends/postgres.js';
import { RedisBackend } from './backends/redis.js';
import { QUEUE_SETTINGS, retryDelayMs } from './settings.js';
import { withTimeLimit } from './time-limit.js';

/** Thrown by a handler for a message that no further attempt can mend: it is set aside at once, for people to see. */
export class PoisonedMessageError extends UnrecoverableError {
  constructor(problems: readonly string[]) {
    super(`not understood: ${problems.join(' | ')}`);
    this.name = 'PoisonedMessageError';
  }
}

/** Told what the queue does behind the scenes. */
export interface QueueObserver {
  /** The place of the queues can't be reached, or answered with an error; it is tried again. */
  onError(error: Error): void;
  /** A message failed for good and was set aside, or will be tried again. */
  onFailure(queue: string, jobId: string | undefined, error: Error): void;
}

export interface Consumer {
  /** Takes no further messages; resolves when the handlers under way have ended. */
  close(): Promise<void>;
}

/** One that can be told how greedy to be. */
export interface PacedConsumer extends Consumer {
  /**
   * Has so many messages in hand at once from now on, no more than it is set to: what it has beyond that is done before it takes any. That it may have
   * more it notices when one is done.
   */
  takeAtOnce(messages: number): void;
}

/** What is known of a message besides what it says. */
export interface MessageContext {
  /** When it was handed to the queue, by the sender's clock; milliseconds since 1970. */
  readonly sentAtMs: number;
}

export interface ConsumeOptions {
  /** Messages worked on at once; the queue's setting when left out. */
  readonly concurrency?: number;
}

const SEND_LIMIT_MS = 10_000;
const OPEN_LIMIT_MS = 5000;
/** Somebody waits for the rest of the answer. */
const WAITING_LIMIT_MS = 2000;
/** Soon enough that probes queued after an outage have not expired yet. */
const RETRY_AFTER_OUTAGE_MS = 1000;
const MAX_CLEANED = 10_000;

/** Typed producers and consumers over one backend. */
export class QueueSystem {
  private readonly queues = new Map<string, Promise<QueueHandle>>();
  private readonly consumers = new Set<Consumer>();

  constructor(
    private readonly backend: Backend,
    private readonly observer: QueueObserver,
  ) {}

  /**
   * Puts messages into a queue, all of them in one go.
   * @throws when the queue is away, within ten seconds; the messages may then have been taken or not
   */
  async send<Message>(queue: QueueDefinition<Message>, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const settings = QUEUE_SETTINGS[queue.kind];
    const opts = {
      attempts: settings.attempts,
      backoff: { type: 'custom' },
      removeOnComplete: true,
      removeOnFail: settings.keepFailed,
    };
    const jobs = messages.map((data) => ({ name: queue.kind, data, opts }));
    const handle = await this.queue(queue.name);
    await withTimeLimit(handle.addBulk(jobs), SEND_LIMIT_MS, `sending to ${queue.name}`);
  }

  /**
   * Hands every message of a queue to a handler until it is closed. A message whose envelope is not right is set aside.
   * @param handler may be called twice with the same message after a crash; an error it throws makes the queue try again
   *   later, a `PoisonedMessageError` sets the message aside
   * @returns once the queue is reached: a Redis that is away is waited for
   * @throws when a Postgres is away
   */
  async consume<Envelope extends z.ZodType>(
    queue: QueueDefinition<unknown, Envelope>,
    handler: (message: z.infer<Envelope>, context: MessageContext) => Promise<void>,
    options: ConsumeOptions = {},
  ): Promise<PacedConsumer> {
    const settings = QUEUE_SETTINGS[queue.kind];
    const concurrency = options.concurrency ?? settings.concurrency;
    const worker = this.backend.openWorker(
      queue.name,
      async (job) => {
        const parsed = queue.envelope.safeParse(job.data);
        if (!parsed.success) throw new PoisonedMessageError([describeIssues(parsed.error)]);
        await handler(parsed.data, { sentAtMs: job.timestamp });
      },
      {
        concurrency,
        lockDuration: settings.lockDurationMs,
        stalledInterval: settings.stalledIntervalMs,
        maxStalledCount: settings.maxStalledCount,
        runRetryDelay: RETRY_AFTER_OUTAGE_MS,
        settings: { backoffStrategy: (attempt) => retryDelayMs(settings, attempt) },
      },
    );
    worker.on('error', (error) => this.observer.onError(error));
    worker.on('failed', (job, error) => this.observer.onFailure(queue.name, job?.id, error));
    let isReady = false;
    const consumer: PacedConsumer = {
      takeAtOnce: (messages) => {
        worker.concurrency = Math.min(messages, concurrency);
      },
      close: async () => {
        this.consumers.delete(consumer);
        // One that never reached its queue has nothing in hand, and would wait for the queue to come back.
        await worker.close(!isReady);
      },
    };
    this.consumers.add(consumer);
    try {
      await worker.waitUntilReady();
    } catch (error) {
      await consumer.close();
      throw error;
    }
    isReady = true;
    return consumer;
  }

  /**
   * Drops messages that have waited too long to be of use, as those of a site without workers.
   * @returns how many were dropped
   */
  async dropWaiting(queue: QueueDefinition<unknown>, olderThanMs: number): Promise<number> {
    const handle = await this.queue(queue.name);
    const dropped = await withTimeLimit(
      handle.clean(olderThanMs, MAX_CLEANED, 'wait'),
      SEND_LIMIT_MS,
      `cleaning ${queue.name}`,
    );
    return dropped.length;
  }

  /** How many messages a queue holds, by what they wait for. */
  async counts(queue: QueueDefinition<unknown>): Promise<Record<string, number>> {
    const handle = await this.queue(queue.name);
    const counts = handle.getJobCounts('waiting', 'active', 'delayed', 'failed');
    return withTimeLimit(counts, SEND_LIMIT_MS, `counting ${queue.name}`);
  }

  /**
   * How many messages wait in each of some queues, in their order, by one question.
   * @throws when the queue is away
   */
  async waiting(queues: readonly QueueDefinition<unknown>[]): Promise<number[]> {
    const names = queues.map(({ name }) => name);
    return withTimeLimit(this.backend.waiting(names), WAITING_LIMIT_MS, 'asking for the backlog');
  }

  /**
   * The ends of the line in which messages wait, of each of some queues, by one question; null where none waits.
   * @throws when the queue is away
   */
  async waitingEnds(queues: readonly QueueDefinition<unknown>[]): Promise<(WaitingEnds | null)[]> {
    const names = queues.map(({ name }) => name);
    return withTimeLimit(this.backend.waitingEnds(names), WAITING_LIMIT_MS, 'asking who waits');
  }

  /** The id of the message that a queue has set aside last; null when none is kept. @throws when the queue is away */
  async lastSetAside(queue: QueueDefinition<unknown>): Promise<string | null> {
    const handle = await this.queue(queue.name);
    const [job] = await withTimeLimit(handle.getFailed(0, 0), SEND_LIMIT_MS, `looking into ${queue.name}`);
    return job?.id ?? null;
  }

  /**
   * The messages that were set aside, newest first. A queue in trouble is told to the observer and left out: the workers of a
   * site can bring its queues into disorder, and must not hide what others set aside.
   * @param sites whose queues to look into besides those that belong to none
   * @throws when all queues are in trouble
   */
  async deadLetters(sites: readonly string[], limit: number): Promise<DeadLetter[]> {
    const definitions: QueueDefinition<unknown>[] = [ACTIONS_QUEUE, ...sites.flatMap(queuesOfSite)];
    const found = await Promise.allSettled(definitions.map(({ name }) => this.deadLettersOf(name, limit)));
    const errors = found.flatMap((outcome) => (outcome.status === 'rejected' ? [toError(outcome.reason)] : []));
    if (errors[0] !== undefined && errors.length === found.length) throw errors[0];
    for (const error of errors) this.observer.onError(error);
    return found
      .flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
      .sort((left, right) => right.at.localeCompare(left.at))
      .slice(0, limit);
  }

  /**
   * The queue's own clock, which all who use the queue share.
   * @returns milliseconds since 1970
   * @throws when the queue is away
   */
  async nowMs(): Promise<number> {
    return withTimeLimit(this.backend.nowMs(), OPEN_LIMIT_MS, 'asking the queue for its time');
  }

  /** @throws when the queue is away */
  async ping(): Promise<void> {
    await withTimeLimit(this.backend.ping(), 5000, 'asking the queue');
  }

  /** Closes consumers first, so that what they have in hand can still be answered, then all else. */
  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.close()));
    await Promise.allSettled([...this.queues.values()].map(async (queue) => (await queue).close()));
    await this.backend.close();
  }

  private async deadLettersOf(name: string, limit: number): Promise<DeadLetter[]> {
    const jobs = await (await this.queue(name)).getFailed(0, limit - 1);
    return jobs.map((job) => toDeadLetter(name, job));
  }

  private queue(name: string): Promise<QueueHandle> {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const opened = this.open(name);
    this.queues.set(name, opened);
    // A queue that could not be opened stays so in BullMQ: the next one who asks opens another.
    opened.catch(() => this.queues.delete(name));
    return opened;
  }

  private async open(name: string): Promise<QueueHandle> {
    const queue = this.backend.openQueue(name);
    queue.on('error', (error) => this.observer.onError(error));
    try {
      await withTimeLimit(queue.waitUntilReady(), OPEN_LIMIT_MS, `opening ${name}`);
      return queue;
    } catch (error) {
      void queue.close().catch(() => undefined);
      throw error;
    }
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

type FailedJob = Awaited<ReturnType<QueueHandle['getFailed']>>[number];

const MAX_PAYLOAD_SHOWN = 4096;

function toDeadLetter(queue: string, job: FailedJob): DeadLetter {
  return {
    queue,
    id: job.id ?? '',
    at: new Date(job.finishedOn ?? job.timestamp).toISOString(),
    reason: job.failedReason,
    payload: JSON.stringify(job.data).slice(0, MAX_PAYLOAD_SHOWN),
  };
}

/** Opens the queues where the configuration says they are. */
export function openQueues(location: QueueLocation, observer: QueueObserver): QueueSystem {
  const onError = (error: Error): void => observer.onError(error);
  const backend =
    location.backend === 'redis' ? new RedisBackend(location, onError) : new PostgresBackend(location.url, onError);
  return new QueueSystem(backend, observer);
}

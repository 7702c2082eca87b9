import { MAX_ERROR_LENGTH, MAX_RESPONSE_LENGTH, type DeliveryOutcome, type Notice } from '@twotwenty/actions/channel';
import { createStopping, TimeLimit } from '@twotwenty/actions/time-limit';
import type { StoredNoticeAction } from '@twotwenty/contracts/alert';
import { ACTIONS_QUEUE } from '@twotwenty/contracts/queues';
import type {
  DeliveryRepository,
  MadeDelivery,
  TakenDeliveries,
  TakenRun,
  Trouble,
} from '@twotwenty/database/repositories/delivery.repository';
import { FALL_BACK_AFTER_ATTEMPTS, isGivenUp, retryDelayMs } from '@twotwenty/domain/alerting/retry';
import { cutText } from '@twotwenty/domain/cut-text';
import type { Logger } from '@twotwenty/observability/logger';
import type { Consumer, QueueSystem } from '@twotwenty/queue/queue-system';
import { GroupWriter } from './group-writer.js';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { compose, type Composed, NOTHING_TOLD, tellsNothingNew, type Delivery } from './compose.js';

/** Delivers a notice by an action, with its settings as they are stored. */
export type Deliver = (notice: Notice, action: StoredNoticeAction, signal: AbortSignal) => Promise<DeliveryOutcome>;

export interface RunnerDependencies {
  readonly deliveries: Pick<DeliveryRepository, 'take' | 'extend' | 'delivered' | 'skip' | 'troubled'>;
  readonly queues: Pick<QueueSystem, 'consume'>;
  readonly deliver: Deliver;
  /** Longest that a delivery by this action may take, milliseconds. */
  readonly limitMs: (action: StoredNoticeAction) => number;
  readonly logger: Logger;
}

interface AttemptDependencies extends RunnerDependencies {
  readonly made: GroupWriter<MadeDelivery>;
}

/** Whoever delivers is taken to have died so long after the limit. */
const LEASE_GRACE_MS = 15_000;
/** Of actions that need no more; the others ask for more once they are known. */
const STANDARD_LEASE_MS = 30_000 + LEASE_GRACE_MS;

/** A channel ends within this time when it is told to. */
const END_GRACE_MS = 2000;

/** How long a delivery under way may go on when the process is to stop. */
const STOP_GRACE_MS = 5000;

/**
 * Takes deliveries out of the queue and makes them. Any number of processes may do so.
 * @param onMade called when some have ended, which makes room for others
 */
export async function startRunner(dependencies: RunnerDependencies, onMade: () => void): Promise<Consumer> {
  const stopping = createStopping();
  const made = new GroupWriter<MadeDelivery>((deliveries) => dependencies.deliveries.delivered(deliveries));
  const consumer = await dependencies.queues.consume(ACTIONS_QUEUE, async ({ deliveryIds }) => {
    const taken = await dependencies.deliveries.take(deliveryIds, STANDARD_LEASE_MS);
    const attempts = toDeliveries(taken).map((delivery) =>
      attempt({ ...dependencies, made }, delivery, taken, stopping.signal),
    );
    // All of them end before the job does: none goes on after the connections were closed.
    const failure = (await Promise.allSettled(attempts)).find(({ status }) => status === 'rejected');
    onMade();
    if (failure?.status === 'rejected') throw failure.reason;
  });
  return {
    async close() {
      const timer = setTimeout(() => stopping.abort(new Error('the process stops')), STOP_GRACE_MS);
      await consumer.close();
      clearTimeout(timer);
    },
  };
}

function toDeliveries({ runs }: TakenDeliveries): Delivery[] {
  const byId = new Map<string, [TakenRun, ...TakenRun[]]>();
  for (const run of runs) {
    const delivery = byId.get(run.deliveryId);
    if (delivery === undefined) byId.set(run.deliveryId, [run]);
    else delivery.push(run);
  }
  return [...byId.values()];
}

async function attempt(
  dependencies: AttemptDependencies,
  delivery: Delivery,
  { alerts }: TakenDeliveries,
  stopping: AbortSignal,
): Promise<void> {
  const { deliveries, limitMs } = dependencies;
  const untold = delivery.filter(tellsNothingNew);
  if (untold.length > 0) await deliveries.skip(idsOf(untold), NOTHING_TOLD);
  const [first, ...others] = delivery.filter((run) => !tellsNothingNew(run));
  if (first === undefined) return;
  const composed = compose([first, ...others], alerts.get(first.alertId));
  if ('skip' in composed) return deliveries.skip(idsOf([first, ...others]), composed.skip);
  const leaseMs = limitMs(composed.action) + LEASE_GRACE_MS;
  if (leaseMs > STANDARD_LEASE_MS) await deliveries.extend(first.deliveryId, first.attempts, leaseMs);
  await deliverOnce(dependencies, first, composed, stopping);
}

function idsOf(runs: readonly TakenRun[]): string[] {
  return runs.map(({ id }) => id);
}

async function deliverOnce(
  dependencies: AttemptDependencies,
  first: TakenRun,
  composed: Extract<Composed, { notice: Notice }>,
  stopping: AbortSignal,
): Promise<void> {
  const { deliveries, made, logger } = dependencies;
  const begunAt = performance.now();
  const outcome = await tryOnce(dependencies, composed.notice, composed.action, stopping);
  const durationMs = Math.round(performance.now() - begunAt);
  if (outcome.ok) {
    const response = cutText(outcome.response, MAX_RESPONSE_LENGTH);
    return made.add({ deliveryId: first.deliveryId, response, durationMs });
  }
  const trouble = troubleOf(first, outcome, durationMs, stopping.aborted);
  const { retryInMs, error } = trouble;
  const { deliveryId, actionType, attempts } = first;
  logger.warn({ deliveryId, actionType, attempts, retryInMs, error }, 'a notice was not delivered');
  await deliveries.troubled(deliveryId, attempts, trouble);
}

/** One attempt. A channel that throws has a fault: that is logged, and tried again like any other trouble. */
async function tryOnce(
  { deliver, limitMs, logger }: RunnerDependencies,
  notice: Notice,
  action: StoredNoticeAction,
  stopping: AbortSignal,
): Promise<DeliveryOutcome> {
  using limit = new TimeLimit(stopping, limitMs(action));
  const done = new AbortController();
  try {
    return await Promise.race([deliver(notice, action, limit.signal), overdue(limit.signal, done.signal)]);
  } catch (error) {
    logger.error({ err: error, actionType: action.type }, 'a channel failed unexpectedly');
    const reason = 'Something went wrong here; the log of the evaluator says what.';
    return { ok: false, retryable: true, error: reason, response: null, retryAfterSeconds: null };
  } finally {
    done.abort();
  }
}

/** Rejects when a channel goes on although its time is over: it must not hold up the others. */
async function overdue(signal: AbortSignal, done: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort', { signal: done });
  await sleep(END_GRACE_MS, undefined, { signal: done });
  throw new Error('the channel did not end when its time was over');
}

/** What follows from a failed attempt. One that the stop of the process cut short is tried again at once, elsewhere. */
function troubleOf(
  { attempts, startedAt, kind }: TakenRun,
  { error, response, retryable, retryAfterSeconds }: Extract<DeliveryOutcome, { ok: false }>,
  durationMs: number,
  isStopping: boolean,
): Trouble {
  // A trial is tried once: somebody waits for the answer.
  const isLast = kind === 'test' || (!isStopping && (!retryable || isGivenUp(startedAt, new Date())));
  const delayMs = isStopping ? 0 : retryDelayMs(attempts, retryAfterSeconds, Math.random());
  return {
    error: cutText(error, MAX_ERROR_LENGTH),
    response: response === null ? null : cutText(response, MAX_RESPONSE_LENGTH),
    durationMs,
    retryInMs: isLast ? null : delayMs,
    callStandIn: isLast || attempts >= FALL_BACK_AFTER_ATTEMPTS,
  };
}

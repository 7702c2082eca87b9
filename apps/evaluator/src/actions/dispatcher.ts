import { MAX_DELIVERIES_PER_JOB } from '@twotwenty/contracts/limits';
import { ACTIONS_QUEUE } from '@twotwenty/contracts/queues';
import type { DeliveryRepository, DueDelivery } from '@twotwenty/database/repositories/delivery.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { setTimeout as sleep } from 'node:timers/promises';

/** Enough for a storm, and little enough that a channel that hangs leaves room for the others. */
const MAX_UNDER_WAY_PER_ACTION = 128;
const MAX_UNDER_WAY = 2048;
/** However often it is woken. A storm goes out in many small steps, as deliveries make room for others. */
const SHORTEST_PAUSE_MS = 20;
/** After a look in vain: with a channel that hangs there is much to look at, and room for none of it. */
const SHORTEST_IDLE_PAUSE_MS = 100;

export interface DispatcherDependencies {
  readonly deliveries: Pick<DeliveryRepository, 'queueDue'>;
  readonly queues: Pick<QueueSystem, 'send'>;
  /** Seconds after which a delivery that was queued and not begun is taken to be lost by the queue. */
  readonly queueLeaseSeconds: number;
  readonly logger: Logger;
}

/** Puts what is due in the outbox into the queue, then waits until it is woken. Any number may run side by side. */
export function startDispatcher({
  deliveries,
  queues,
  queueLeaseSeconds,
  logger,
}: DispatcherDependencies): WakeablePeriodic {
  const limits = { perAction: MAX_UNDER_WAY_PER_ACTION, inAll: MAX_UNDER_WAY, leaseSeconds: queueLeaseSeconds };
  let notBeforeMs = 0;
  return repeat(logger, 'dispatching notices', async () => {
    await sleep(Math.max(0, notBeforeMs - performance.now()));
    const due = await deliveries.queueDue(limits);
    // When this fails, the lease runs out and they are queued again.
    await queues.send(ACTIONS_QUEUE, toJobs(due));
    notBeforeMs = performance.now() + (due.length > 0 ? SHORTEST_PAUSE_MS : SHORTEST_IDLE_PAUSE_MS);
    return due.length > 0 ? 0 : Infinity;
  });
}

/** Jobs of one action each: those that hang end late together, and hold up none of another action. */
export function toJobs(due: readonly DueDelivery[]): { deliveryIds: string[] }[] {
  const jobs: { deliveryIds: string[] }[] = [];
  const openJobs = new Map<string, string[]>();
  for (const { deliveryId, actionId } of due) {
    const open = openJobs.get(actionId);
    if (open !== undefined && open.length < MAX_DELIVERIES_PER_JOB) {
      open.push(deliveryId);
      continue;
    }
    const deliveryIds = [deliveryId];
    openJobs.set(actionId, deliveryIds);
    jobs.push({ deliveryIds });
  }
  return jobs;
}

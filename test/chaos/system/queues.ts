import {
  ACTIONS_QUEUE,
  probeQueue,
  RESULTS_QUEUE,
  WORKERS_QUEUE,
  type QueueDefinition,
} from '@twotwenty/contracts/queues';

/** Every queue of the product, by what it is for; the names are those of the contracts. */
export function queuesOf(
  site: string,
): Readonly<Record<'probe' | 'results' | 'workers' | 'actions', QueueDefinition<unknown>>> {
  return { probe: probeQueue(site), results: RESULTS_QUEUE, workers: WORKERS_QUEUE, actions: ACTIONS_QUEUE };
}

import {
  ACTIONS_QUEUE,
  probeQueue,
  resultsQueue,
  workersQueue,
  type QueueDefinition,
} from '@twotwenty/contracts/queues';

/** Every queue of the product, by what it is for; the names are those of the contracts. */
export function queuesOf(
  site: string,
): Readonly<Record<'probe' | 'results' | 'workers' | 'actions', QueueDefinition<unknown>>> {
  return {
    probe: probeQueue(site),
    results: resultsQueue(site),
    workers: workersQueue(site),
    actions: ACTIONS_QUEUE,
  };
}

import { openQueues, type Consumer, type QueueSystem } from '@twotwenty/queue/queue-system';
import { queuesOf } from '../system/queues.js';
import { SITES } from '../system/system.js';
import type { ActKind } from './act.js';

/** Nothing passes between the workers of a site and Redis, and then everything at once. */
export const STALL: ActKind = {
  name: 'stall between workers and Redis',
  parts: ['proxies'],
  maxSeconds: 14,
  losesTests: true,
  make(system, random) {
    const site = random.pick(SITES);
    return {
      begin() {
        system.proxies[site].stall();
        return Promise.resolve(`site ${site}`);
      },
      end() {
        system.proxies[site].flow();
        return Promise.resolve();
      },
    };
  },
};

const COPIES = 3;

/** Results are taken out of the queue and put in again: each comes several times, late, and in another order. */
export const COPIES_OF_RESULTS: ActKind = {
  name: 'copies of results',
  parts: ['redis'],
  maxSeconds: 8,
  losesTests: false,
  make({ redis }, random) {
    const site = random.pick(SITES);
    let queues: QueueSystem | undefined;
    let consumer: Consumer | undefined;
    return {
      async begin() {
        const opened = openQueues(
          { backend: 'redis', url: redis.url },
          { onError: () => undefined, onFailure: () => undefined },
        );
        queues = opened;
        const { results } = queuesOf(site);
        const seen = new Set<string>();
        consumer = await opened.consume(results, async (message) => {
          const text = JSON.stringify(message);
          // What was copied once only passes through: it would multiply for ever.
          const copies = seen.has(text) ? 1 : COPIES;
          seen.add(text);
          await opened.send(
            results,
            Array.from({ length: copies }, () => message),
          );
        });
        return `${COPIES} of each`;
      },
      async end() {
        await consumer?.close();
        await queues?.close();
      },
    };
  },
};

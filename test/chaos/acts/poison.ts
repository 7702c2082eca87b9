import type { DeadLetter, Page } from '@twotwenty/contracts/http';
import { openQueues } from '@twotwenty/queue/queue-system';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { queuesOf } from '../system/queues.js';
import { SITES, type ChaosSystem } from '../system/system.js';
import type { ActKind } from './act.js';

/** Stands in every message that is to be set aside. */
export const POISON_MARK = 'poison of the chaos suite';

const HUGE = 'x'.repeat(300_000);
/** No database gets that far in a test. */
const UNKNOWN_MONITOR = 2 ** 31 - 1;
const SET_ASIDE_LIMIT_MS = 60_000;
const PAGE = 100;

/** Messages that nobody can understand, in every queue. They must be set aside for people to see, and hold up nothing. */
export const POISON: ActKind = {
  name: 'poison in every queue',
  parts: ['redis', 'proxies'],
  maxSeconds: 2,
  losesTests: false,
  make(system) {
    const marks: string[] = [];
    /** A field that no message has, by which it is found again. */
    const mark = (): string => {
      const made = `${POISON_MARK} ${randomUUID()}`;
      marks.push(made);
      return made;
    };
    return {
      async begin() {
        await sendPoison(system, mark);
        return `${marks.length} messages`;
      },
      async end() {
        const missing = async (): Promise<string[]> => {
          const { items } = await system.get<Page<DeadLetter>>(`/dead-letters?limit=${PAGE}`);
          return marks.filter((one) => !items.some(({ payload }) => payload.includes(one)));
        };
        await waitFor(async () => (await missing()).length === 0, {
          what: 'all poison to be set aside and listed',
          timeoutMs: SET_ASIDE_LIMIT_MS,
          intervalMs: 250,
        });
      },
    };
  },
};

async function sendPoison({ redis, decoy, targets }: ChaosSystem, mark: () => string): Promise<void> {
  const observer = { onError: () => undefined, onFailure: () => undefined };
  const queues = openQueues({ backend: 'redis', url: redis.url }, observer);
  try {
    for (const site of SITES) {
      const { probe, results, workers, actions } = queuesOf(site);
      const order = {
        monitor: UNKNOWN_MONITOR,
        test: 1,
        maxTestDurationMs: -1,
        target: { host: decoy, port: targets.port },
      };
      await queues.send(probe, [
        { mark: mark() },
        { mark: mark(), orders: 'none' },
        { orders: [{ ...order, mark: mark() }, null, 7] },
        { mark: mark(), orders: [HUGE] },
      ]);
      await queues.send(results, [
        { mark: mark() },
        { reports: [{ mark: mark(), monitor: 'none' }, null] },
        { mark: mark(), reports: HUGE },
        { reports: [report({ mark: mark() })] },
        { reports: [report({ replyCode: 99_999, failure: mark() })] },
      ]);
      await queues.send(workers, [{ mark: mark() }, { mark: mark(), id: HUGE }]);
      await queues.send(actions, [{ mark: mark() }, { deliveryIds: [mark()] }, { mark: mark(), deliveryIds: HUGE }]);
      // Well formed, and of nothing that there is: nobody need see them, and nobody may stumble.
      await queues.send(results, [{ reports: [report({})] }]);
      await queues.send(actions, [{ deliveryIds: [randomUUID()] }]);
    }
  } finally {
    await queues.close();
  }
}

function report(changes: object): object {
  const timings = { dnsMs: null, connectMs: 1, tlsMs: null, greetingMs: 1, ehloMs: null, quitMs: 1, totalMs: 3 };
  const { monitor, test } = { monitor: UNKNOWN_MONITOR, test: 1 };
  return {
    monitor,
    test,
    passed: true,
    failure: null,
    replyCode: 220,
    timings,
    tls: null,
    latenessMs: 1,
    detail: null,
    ...changes,
  };
}

import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import { openQueues } from '@twotwenty/queue/queue-system';
import { queuesOf } from '../system/queues.js';
import { SITES, type ChaosSystem } from '../system/system.js';
import type { ActKind } from './act.js';

const EXPIRED_FOR_MS = 1000;

/** All workers are halted until what waits for them has expired; among it are orders for a target that nobody may visit. */
export const BACKLOG: ActKind = {
  name: 'backlog of probes',
  parts: ['workers', 'far worker', 'redis'],
  maxSeconds: 12,
  losesTests: true,
  make(system) {
    const workers = system.apps.filter(({ name }) => name === 'worker');
    return {
      async begin() {
        for (const worker of workers) worker.signal('SIGSTOP');
        await sendExpired(system);
        return `${workers.length} workers halted`;
      },
      end() {
        for (const worker of workers) worker.signal('SIGCONT');
        return Promise.resolve();
      },
    };
  },
};

async function sendExpired({ redis, decoy, watched, targets }: ChaosSystem): Promise<void> {
  const observer = { onError: () => undefined, onFailure: () => undefined };
  const queues = openQueues({ backend: 'redis', url: redis.url }, observer);
  try {
    const nowMs = await queues.nowMs();
    for (const site of SITES) {
      const orders = watched.slice(0, 10).map(({ key, monitor }): ProbeOrder => ({
        monitor: key,
        test: 1,
        well: true,
        reportWithinMs: 0,
        target: { ...monitor.target, host: decoy, port: targets.port },
        maxTestDurationMs: 3000,
        expiresAtMs: nowMs - EXPIRED_FOR_MS,
        dueAtMs: nowMs - 2 * EXPIRED_FOR_MS,
        keepTranscript: false,
      }));
      await queues.send(queuesOf(site).probe, [{ orders }]);
    }
  } finally {
    await queues.close();
  }
}

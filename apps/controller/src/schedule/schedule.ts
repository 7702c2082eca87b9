import { probeQueue, workersQueue } from '@twotwenty/contracts/queues';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { Claims, type ScheduleDependencies } from './claims.js';

const CLEAN_PAUSE_MS = 30_000;
/** No job is of use for longer. */
const EXPIRED_AFTER_MS = 2 * LEASE_GRACE_SECONDS * 1000;

/**
 * Puts due tests into the queues of their sites until it is stopped. Any number of controllers may do so side by side.
 *
 * A test whose probes could not be queued stays in flight until its lease runs out: a gap in coverage, not a failure. What is
 * for sites that are behind stays due, and is late: begun, it would expire and cost a test.
 */
export function startSchedule(dependencies: ScheduleDependencies): WakeablePeriodic {
  const { logger } = dependencies;
  const claims = new Claims(dependencies);
  const claiming = repeat(logger, 'beginning tests', () => claims.next());
  const cleaning = repeat(logger, 'dropping expired probes', async () => {
    await dropExpired(dependencies);
    return CLEAN_PAUSE_MS;
  });
  return {
    wake: () => {
      claims.hurry();
      claiming.wake();
    },
    async stop() {
      await Promise.all([claiming.stop(), cleaning.stop()]);
    },
  };
}

/**
 * A site without workers lets its queue grow; what has expired there would be dropped by a worker anyway.
 * @throws after all queues were seen to: the trouble of one keeps no other from being cleaned
 */
export async function dropExpired({
  siteNames,
  queues,
  logger,
}: Pick<ScheduleDependencies, 'siteNames' | 'logger'> & {
  readonly queues: Pick<QueueSystem, 'dropWaiting'>;
}): Promise<void> {
  const errors: unknown[] = [];
  const attempt = (work: Promise<void>): Promise<unknown> => work.catch((error: unknown) => errors.push(error));
  const clean = async (site: string): Promise<void> => {
    // Without an evaluator nobody takes these; they say nothing about now.
    await attempt(queues.dropWaiting(workersQueue(site), EXPIRED_AFTER_MS).then(() => undefined));
    const dropped = await queues.dropWaiting(probeQueue(site), EXPIRED_AFTER_MS);
    if (dropped > 0) logger.warn({ site, jobs: dropped }, 'nobody took these jobs in time: has the site a worker?');
  };
  const cleanAll = async (): Promise<void> => {
    for (const site of await siteNames()) await attempt(clean(site));
  };
  await attempt(cleanAll());
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} queues could not be cleaned`);
}

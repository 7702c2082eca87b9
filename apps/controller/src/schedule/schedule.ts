import type { ProbeJob } from '@twotwenty/contracts/jobs';
import { probeQueue, WORKERS_QUEUE } from '@twotwenty/contracts/queues';
import type { ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';
import { QueueClock } from '@twotwenty/queue/queue-clock';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { groupIntoJobs } from './probe-jobs.js';

const CLAIM_LIMIT = 1000;
/** How often is looked for monitors that are due: the largest part of a test's lateness when there is little to do. */
const CLAIM_PAUSE_MS = 100;
const CLEAN_PAUSE_MS = 30_000;
/** No job is of use for longer. */
const EXPIRED_AFTER_MS = 2 * LEASE_GRACE_SECONDS * 1000;

export interface ScheduleDependencies {
  readonly schedule: ScheduleRepository;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly queues: QueueSystem;
  readonly logger: Logger;
}

/**
 * Puts due tests into the queues of their sites until it is stopped. Any number of controllers may do so side by side.
 *
 * A test whose probes could not be queued stays in flight until its lease runs out: a gap in coverage, not a failure.
 */
export function startSchedule(dependencies: ScheduleDependencies): Periodic {
  const { schedule, queues, logger } = dependencies;
  const clock = new QueueClock(queues);
  const claiming = repeat(logger, 'beginning tests', async () => {
    // Asked every time: a queue that is away would turn every claim into a gap, so the monitors stay due until it is back.
    await clock.synchronize();
    const tests = await schedule.claimDue(CLAIM_LIMIT);
    await enqueue(queues, groupIntoJobs(tests, clock.nowMs()));
    const confirmations = await schedule.claimConfirmations(CLAIM_LIMIT);
    await enqueue(queues, groupIntoJobs(confirmations, clock.nowMs()));
    return Math.max(tests.length, confirmations.length) === CLAIM_LIMIT ? 0 : CLAIM_PAUSE_MS;
  });
  const cleaning = repeat(logger, 'dropping expired probes', async () => {
    await dropExpired(dependencies);
    return CLEAN_PAUSE_MS;
  });
  return {
    async stop() {
      await Promise.all([claiming.stop(), cleaning.stop()]);
    },
  };
}

async function enqueue(queues: QueueSystem, jobsBySite: ReadonlyMap<string, ProbeJob[]>): Promise<void> {
  await Promise.all([...jobsBySite].map(([site, jobs]) => queues.send(probeQueue(site), jobs)));
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
    const dropped = await queues.dropWaiting(probeQueue(site), EXPIRED_AFTER_MS);
    if (dropped > 0) logger.warn({ site, jobs: dropped }, 'nobody took these jobs in time: has the site a worker?');
  };
  const cleanAll = async (): Promise<void> => {
    for (const site of await siteNames()) await attempt(clean(site));
  };
  await attempt(cleanAll());
  // Without an evaluator nobody takes these either; they say nothing about now.
  await attempt(queues.dropWaiting(WORKERS_QUEUE, EXPIRED_AFTER_MS).then(() => undefined));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} queues could not be cleaned`);
}

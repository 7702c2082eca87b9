import type { ProbeJob } from '@twotwenty/contracts/jobs';
import { probeQueue, workersQueue } from '@twotwenty/contracts/queues';
import type { ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import { QueueClock } from '@twotwenty/queue/queue-clock';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { groupIntoJobs } from './probe-jobs.js';

const CLAIM_LIMIT = 2000;
/** How often is looked for monitors that are about to be due. */
const BUSY_CLAIM_PAUSE_MS = 200;
/** A claim costs nearly the same whatever it finds: where few are due there are fewer and larger ones. */
const QUIET_CLAIM_PAUSE_MS = 1000;
const FEW_TESTS_A_SECOND = 100;
/** A claim looks at what was due so long ago, and at all that is due every so often and while there is more than it can take. */
const LOOK_BACK_MS = 2000;
const FULL_LOOK_MS = 5000;
/** Claim, queue and worker have so long to bring an order to its site before it is due. */
const DELIVERY_MS = 150;
const CLEAN_PAUSE_MS = 30_000;
/** No job is of use for longer. */
const EXPIRED_AFTER_MS = 2 * LEASE_GRACE_SECONDS * 1000;

export interface ScheduleDependencies {
  readonly schedule: Pick<ScheduleRepository, 'claimDue' | 'claimConfirmations'>;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly queues: Pick<QueueSystem, 'nowMs' | 'send' | 'dropWaiting'>;
  readonly logger: Logger;
}

/**
 * Puts due tests into the queues of their sites until it is stopped. Any number of controllers may do so side by side.
 *
 * A test whose probes could not be queued stays in flight until its lease runs out: a gap in coverage, not a failure.
 */
export function startSchedule(dependencies: ScheduleDependencies): WakeablePeriodic {
  const { schedule, queues, logger } = dependencies;
  const clock = new QueueClock(queues);
  let pauseMs = QUIET_CLAIM_PAUSE_MS;
  let fullLookAtMs = -Infinity;
  const claiming = repeat(logger, 'beginning tests', async () => {
    // Asked every time: a queue that is away would turn every claim into a gap, so the monitors stay due until it is back.
    await clock.synchronize();
    // What will be due before the next look is over is begun now: tests are late where there is too much to do, not by looking.
    const isFullLook = performance.now() >= fullLookAtMs + FULL_LOOK_MS;
    const tests = await schedule.claimDue(CLAIM_LIMIT, claimAheadMs(pauseMs), isFullLook ? null : LOOK_BACK_MS);
    if (tests.length === CLAIM_LIMIT) fullLookAtMs = -Infinity;
    else if (isFullLook) fullLookAtMs = performance.now();
    await enqueue(dependencies, groupIntoJobs(tests, clock.nowMs()));
    const confirmations = await schedule.claimConfirmations(CLAIM_LIMIT);
    await enqueue(dependencies, groupIntoJobs(confirmations, clock.nowMs()));
    pauseMs = claimPauseMs(Math.max(tests.length, confirmations.length), pauseMs);
    return pauseMs;
  });
  const cleaning = repeat(logger, 'dropping expired probes', async () => {
    await dropExpired(dependencies);
    return CLEAN_PAUSE_MS;
  });
  return {
    wake: () => claiming.wake(),
    async stop() {
      await Promise.all([claiming.stop(), cleaning.stop()]);
    },
  };
}

/** How far ahead a claim looks, if the pause after it is as long as the one before it. */
export function claimAheadMs(pauseMs: number): number {
  return pauseMs + DELIVERY_MS;
}

/**
 * @param claimed tests that the last claim began
 * @param pauseMs the pause before it
 */
export function claimPauseMs(claimed: number, pauseMs: number): number {
  if (claimed === CLAIM_LIMIT) return 0;
  return claimed < (FEW_TESTS_A_SECOND * pauseMs) / 1000 ? QUIET_CLAIM_PAUSE_MS : BUSY_CLAIM_PAUSE_MS;
}

/**
 * A site whose queue takes nothing costs its own tests alone: its workers can bring its keys into disorder, and must not hold up
 * the others by it.
 */
export async function enqueue(
  { queues, logger }: Pick<ScheduleDependencies, 'logger'> & { readonly queues: Pick<QueueSystem, 'send'> },
  jobsBySite: ReadonlyMap<string, ProbeJob[]>,
): Promise<void> {
  const send = async ([site, jobs]: [string, ProbeJob[]]): Promise<void> => {
    try {
      await queues.send(probeQueue(site), jobs);
    } catch (error) {
      logger.error({ err: error, site, jobs: jobs.length }, 'probes could not be queued: their tests are gaps');
    }
  };
  await Promise.all([...jobsBySite].map(send));
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

import type { ProbeJob } from '@twotwenty/contracts/jobs';
import { MAX_PROBES_PER_JOB } from '@twotwenty/contracts/limits';
import { probeQueue } from '@twotwenty/contracts/queues';
import type { ClaimedTest, ScheduleRepository } from '@twotwenty/database/repositories/schedule.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { QueueClock } from '@twotwenty/queue/queue-clock';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import { groupIntoJobs } from './probe-jobs.js';
import { SiteLoads } from './site-loads.js';

const CLAIM_LIMIT = 2000;
/** How often is looked for monitors that are about to be due. */
const BUSY_CLAIM_PAUSE_MS = 200;
/** A claim costs nearly the same whatever it finds: where few are due there are fewer and larger ones. */
const QUIET_CLAIM_PAUSE_MS = 1000;
const FEW_TESTS_A_SECOND = 100;
/** A claim looks at what was due so long ago, and at all that is due every so often and while there is more than it can take. */
const LOOK_BACK_MS = 2000;
const FULL_LOOK_MS = 5000;
const JOBS_OF_A_SHARE = 16;
/** Claim, queue and worker have so long to bring an order to its site before it is due. */
const DELIVERY_MS = 150;

export interface ScheduleDependencies {
  readonly schedule: Pick<ScheduleRepository, 'claimDue' | 'claimConfirmations'>;
  /** Names of all sites. */
  readonly siteNames: () => Promise<readonly string[]>;
  readonly queues: Pick<QueueSystem, 'nowMs' | 'send' | 'dropWaiting' | 'waitingEnds'>;
  readonly logger: Logger;
}

/** Begins the tests that are due, a claim at a time. */
export class Claims {
  private readonly clock: QueueClock;
  private readonly loads = new SiteLoads();
  private pauseMs = QUIET_CLAIM_PAUSE_MS;
  /** Until when what is due has been begun ahead; after a claim that could not take all, not even until now. */
  private coveredUntilMs = -Infinity;
  private fullLookAtMs = -Infinity;
  private isUrgent = false;

  constructor(private readonly dependencies: ScheduleDependencies) {
    this.clock = new QueueClock(dependencies.queues);
  }

  /** Somebody waits for a test: the next claim is not put off. */
  hurry(): void {
    this.isUrgent = true;
  }

  /** @returns the milliseconds until the next one */
  async next(): Promise<number> {
    // Asked every time: a queue that is away would turn every claim into a gap, so the monitors stay due until it is back.
    await this.clock.synchronize();
    await this.seeLoads();
    await this.claimShares();
    const isRationing = this.loads.rationed.length > 0;
    if (isRationing && this.isCovered()) return BUSY_CLAIM_PAUSE_MS;
    // It has to pass over all that stays due for sites that are rationed: there are fewer claims meanwhile, and they look further ahead.
    if (isRationing) this.pauseMs = QUIET_CLAIM_PAUSE_MS;
    const begun = await this.claimAll();
    this.pauseMs = claimPauseMs(begun, this.pauseMs, this.loads.isAnyWaiting);
    return isRationing ? BUSY_CLAIM_PAUSE_MS : this.pauseMs;
  }

  /** Nothing is late if the next claim for all comes a round later, and nobody waits for one. */
  private isCovered(): boolean {
    return !this.isUrgent && performance.now() + BUSY_CLAIM_PAUSE_MS < this.coveredUntilMs;
  }

  private async seeLoads(): Promise<void> {
    const { watched } = this.loads;
    const ends = await this.dependencies.queues.waitingEnds(watched.map(probeQueue));
    for (const [index, site] of watched.entries()) this.loads.see(site, ends[index] ?? null, performance.now());
  }

  /** Gives those sites their next share that are rationed and have done with the last one, what is due since the longest time first. */
  private async claimShares(): Promise<void> {
    const { rationed, ready } = this.loads;
    for (const site of ready) {
      const share = this.loads.shareOf(site);
      const tests = await this.dependencies.schedule.claimDue(share, { rationed, site });
      this.loads.give(site, tests.length, performance.now());
      // Jobs that all workers of the site have a part of, and of which half can be told.
      await this.enqueue(tests, Math.ceil(share / JOBS_OF_A_SHARE));
    }
  }

  /**
   * What is due for sites that are not rationed, and all that is to be confirmed.
   * @returns how many tests were begun, or are to be confirmed: the greater number
   */
  private async claimAll(): Promise<number> {
    const { schedule } = this.dependencies;
    const nowMs = performance.now();
    // What somebody waits for may have been due long ago.
    const isFullLook = this.isUrgent || nowMs >= this.fullLookAtMs + FULL_LOOK_MS;
    this.isUrgent = false;
    const tests = await schedule.claimDue(CLAIM_LIMIT, {
      // What will be due before the next look is over is begun now: tests are late where there is too much to do, not by looking.
      aheadMs: claimAheadMs(this.pauseMs),
      lookBackMs: isFullLook ? null : LOOK_BACK_MS,
      rationed: this.loads.rationed,
    });
    this.coveredUntilMs = tests.length === CLAIM_LIMIT ? -Infinity : nowMs + this.pauseMs;
    if (tests.length === CLAIM_LIMIT) this.fullLookAtMs = -Infinity;
    else if (isFullLook) this.fullLookAtMs = performance.now();
    await this.enqueue(tests);
    const confirmations = await schedule.claimConfirmations(CLAIM_LIMIT);
    await this.enqueue(confirmations);
    return Math.max(tests.length, confirmations.length);
  }

  private async enqueue(tests: readonly ClaimedTest[], probesPerJob = MAX_PROBES_PER_JOB): Promise<void> {
    const jobsBySite = groupIntoJobs(tests, this.clock.nowMs(), probesPerJob);
    await enqueue(this.dependencies, jobsBySite);
    for (const [site, jobs] of jobsBySite) this.loads.note(site, sum(jobs.map(({ orders }) => orders.length)));
  }
}

/** How far ahead a claim looks, if the pause after it is as long as the one before it. */
export function claimAheadMs(pauseMs: number): number {
  return pauseMs + DELIVERY_MS;
}

/**
 * @param claimed tests that the last claim began
 * @param pauseMs the pause before it
 * @param isAnyWaiting some site has not taken yet what it was given before
 */
export function claimPauseMs(claimed: number, pauseMs: number, isAnyWaiting: boolean): number {
  if (claimed === CLAIM_LIMIT) return isAnyWaiting ? BUSY_CLAIM_PAUSE_MS : 0;
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

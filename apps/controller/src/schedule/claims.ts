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
/**
 * A claim costs nearly the same whatever it finds: where few are due there are fewer and larger ones. No pause is longer than the shortest delay
 * between tests: what is decided after a claim must not be due before the next one.
 */
const QUIET_CLAIM_PAUSE_MS = 2000;
/** How often is looked at what waits for the sites and what is to be confirmed, at least. */
const QUIET_ROUND_MS = 1000;
const FEW_TESTS_A_SECOND = 100;
/** A claim looks at what was due so long ago, and at all that is due every so often and while there is more than it can take. */
const LOOK_BACK_MS = 3000;
const FULL_LOOK_MS = 5000;
const JOBS_OF_A_SHARE = 16;
/** By what the shortest delay is thought to be longer after a claim that did not meet it: its monitor may just be in flight. */
const FORGET_DELAYS = 1.25;
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
  /** Between claims for all, as far as is known. */
  private pauseMs = QUIET_CLAIM_PAUSE_MS;
  /** When the next of them is to be made: until then all that is due has been begun ahead. */
  private nextClaimAtMs = -Infinity;
  /** About the shortest delay of the monitors that were tested lately. */
  private shortestDelayMs = Infinity;
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
    if (this.isUrgent || performance.now() >= this.nextClaimAtMs) await this.claimAll();
    const confirmations = await this.dependencies.schedule.claimConfirmations(CLAIM_LIMIT);
    await this.enqueue(confirmations);
    if (confirmations.length === CLAIM_LIMIT) return 0;
    const roundMs = this.isRationing ? BUSY_CLAIM_PAUSE_MS : QUIET_ROUND_MS;
    return Math.min(roundMs, Math.max(0, this.nextClaimAtMs - performance.now()));
  }

  private get isRationing(): boolean {
    return this.loads.rationed.length > 0;
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

  /** Begins what is due for sites that are not rationed, and what will be before the next time. */
  private async claimAll(): Promise<void> {
    const { rationed, isAnyWaiting } = this.loads;
    // It has to pass over all that stays due for sites that are rationed: there are fewer claims meanwhile, and they look further ahead.
    const pauseMs = this.isRationing ? QUIET_CLAIM_PAUSE_MS : this.pauseMs;
    // What somebody waits for may have been due long ago.
    const isFullLook = this.isUrgent || performance.now() >= this.fullLookAtMs + FULL_LOOK_MS;
    this.isUrgent = false;
    const tests = await this.dependencies.schedule.claimDue(CLAIM_LIMIT, {
      aheadMs: claimAheadMs(pauseMs),
      lookBackMs: isFullLook ? null : LOOK_BACK_MS,
      rationed,
    });
    const isMoreDue = tests.length === CLAIM_LIMIT;
    if (isMoreDue) this.fullLookAtMs = -Infinity;
    else if (isFullLook) this.fullLookAtMs = performance.now();
    await this.enqueue(tests);
    this.shortestDelayMs = Math.min(FORGET_DELAYS * this.shortestDelayMs, shortestDelayMs(tests));
    this.pauseMs = claimPauseMs(tests.length, pauseMs, isAnyWaiting, this.shortestDelayMs);
    // It looked no further ahead than this.
    this.nextClaimAtMs =
      performance.now() + (this.isRationing && !isMoreDue ? pauseMs : Math.min(pauseMs, this.pauseMs));
  }

  private async enqueue(tests: readonly ClaimedTest[], probesPerJob = MAX_PROBES_PER_JOB): Promise<void> {
    const jobsBySite = groupIntoJobs(tests, this.clock.nowMs(), probesPerJob);
    await enqueue(this.dependencies, jobsBySite);
    for (const [site, jobs] of jobsBySite) this.loads.note(site, sum(jobs.map(({ orders }) => orders.length)));
  }
}

/** How far ahead a claim looks. @param pauseMs the longest pause that may follow it */
export function claimAheadMs(pauseMs: number): number {
  return pauseMs + DELIVERY_MS;
}

/**
 * @param claimed tests that the last claim began
 * @param pauseMs the pause before it
 * @param isAnyWaiting some site has not taken yet what it was given before
 * @param shortestDelayMs the shortest delay between two tests of one monitor
 * @returns the pause that the next one is to look ahead for
 */
export function claimPauseMs(claimed: number, pauseMs: number, isAnyWaiting: boolean, shortestDelayMs: number): number {
  if (claimed === CLAIM_LIMIT) return isAnyWaiting ? BUSY_CLAIM_PAUSE_MS : 0;
  if (claimed >= (FEW_TESTS_A_SECOND * pauseMs) / 1000) return BUSY_CLAIM_PAUSE_MS;
  return Math.max(BUSY_CLAIM_PAUSE_MS, Math.min(shortestDelayMs, QUIET_CLAIM_PAUSE_MS));
}

function shortestDelayMs(tests: readonly ClaimedTest[]): number {
  return 1000 * tests.reduce((shortest, test) => Math.min(shortest, test.shortestDelaySeconds), Infinity);
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

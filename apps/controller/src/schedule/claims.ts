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
/** For so long counts the delay of a monitor that was claimed: its test may take nearly as long. */
const DELAY_COUNTS_MS = 60_000;
/** Timers may be early by this. */
const EARLY_MS = 5;
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
  private readonly delays = new ShortestDelay();
  /** For how long the next claim for all is to be enough. */
  private pauseMs = QUIET_CLAIM_PAUSE_MS;
  private nextClaimAtMs = -Infinity;
  /** What is due until then was begun ahead, but for sites that are rationed. */
  private coveredUntilMs = -Infinity;
  private readonly rations = new Map<string, Ration>();
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
    for (const site of this.loads.ready) await this.claimShare(site);
    if (this.isUrgent || this.isTimeForAll) await this.claimAll();
    const confirmations = await this.dependencies.schedule.claimConfirmations(CLAIM_LIMIT);
    await this.enqueue(confirmations);
    if (confirmations.length === CLAIM_LIMIT) return 0;
    // More failures may follow.
    const roundMs = this.isRationing || confirmations.length > 0 ? BUSY_CLAIM_PAUSE_MS : QUIET_ROUND_MS;
    return Math.min(roundMs, Math.max(0, this.nextClaimAtMs - performance.now()));
  }

  private get isRationing(): boolean {
    return this.rations.size > 0;
  }

  private async seeLoads(): Promise<void> {
    const { watched } = this.loads;
    const ends = await this.dependencies.queues.waitingEnds(watched.map(probeQueue));
    for (const [index, site] of watched.entries()) this.loads.see(site, ends[index] ?? null, performance.now());
    this.followRationing();
  }

  private followRationing(): void {
    const rationed = new Set(this.loads.rationed);
    for (const site of rationed) {
      if (!this.rations.has(site)) this.rations.set(site, { fromMs: this.coveredUntilMs, taken: new Taken() });
    }
    for (const site of this.rations.keys()) {
      if (rationed.has(site)) continue;
      this.rations.delete(site);
      // What is due for it was left out until now, however long that is.
      this.nextClaimAtMs = -Infinity;
      this.fullLookAtMs = -Infinity;
    }
  }

  private get isTimeForAll(): boolean {
    return performance.now() >= this.nextClaimAtMs - EARLY_MS;
  }

  /**
   * Gives a site that has taken half of its last share the next one, what is due since the longest time first, a claim at a time. Not before
   * anything can be due that it was not given yet: that nothing is would end the rationing.
   */
  private async claimShare(site: string): Promise<void> {
    const ration = this.rations.get(site);
    if (ration === undefined || performance.now() < ration.fromMs) return;
    const share = this.loads.shareOf(site);
    // Jobs that all workers of the site have a part of, and of which half can be told.
    const probesPerJob = Math.min(Math.ceil(share / JOBS_OF_A_SHARE), MAX_PROBES_PER_JOB);
    let given = 0;
    for (let isMore = true; isMore && given < share;) {
      const limit = Math.min(share - given, CLAIM_LIMIT);
      const tests = await ration.taken.claim((dueFrom) =>
        this.dependencies.schedule.claimDue(limit, { dueFrom, rationed: this.loads.rationed, site }),
      );
      await this.enqueue(tests, probesPerJob);
      given += tests.length;
      // A few may have been changed by somebody else just then.
      isMore = tests.length > limit / 2;
      // The others have their claims in time.
      if (Number.isFinite(this.nextClaimAtMs) && this.isTimeForAll) await this.claimAll();
    }
    this.loads.give(site, given, performance.now());
    this.followRationing();
  }

  /** Begins what is due for sites that are not rationed, and what will be before the next time. */
  private async claimAll(): Promise<void> {
    const { rationed, isAnyHeldUp } = this.loads;
    if (this.isUrgent) this.fullLookAtMs = -Infinity;
    this.isUrgent = false;
    // Until this has been done.
    this.nextClaimAtMs = -Infinity;
    // It has to pass over all that stays due for sites that are rationed: there are fewer claims meanwhile, and they look further ahead.
    const pauseMs = this.isRationing ? this.quietPauseMs : this.pauseMs;
    const startedAtMs = performance.now();
    const isFullLook = startedAtMs >= this.fullLookAtMs + FULL_LOOK_MS;
    const tests = await this.dependencies.schedule.claimDue(CLAIM_LIMIT, {
      aheadMs: pauseMs + DELIVERY_MS,
      lookBackMs: isFullLook ? null : LOOK_BACK_MS,
      rationed,
    });
    if (isFullLook) this.fullLookAtMs = performance.now();
    await this.enqueue(tests);
    if (tests.length === CLAIM_LIMIT) this.goOn(isAnyHeldUp);
    else this.rest(tests.length, startedAtMs, pauseMs);
  }

  /** There is more than a claim can take. */
  private goOn(isAnyHeldUp: boolean): void {
    this.fullLookAtMs = -Infinity;
    this.coveredUntilMs = performance.now();
    this.pauseMs = BUSY_CLAIM_PAUSE_MS;
    // Else so much would wait before a site is seen to be behind that some of it would expire.
    if (isAnyHeldUp) this.nextClaimAtMs = performance.now() + BUSY_CLAIM_PAUSE_MS;
  }

  private rest(claimed: number, startedAtMs: number, pauseMs: number): void {
    const untilMs = startedAtMs + pauseMs + DELIVERY_MS;
    const newMs = Math.min(Math.max(untilMs - this.coveredUntilMs, 1), pauseMs + DELIVERY_MS);
    this.coveredUntilMs = Math.max(this.coveredUntilMs, untilMs);
    this.pauseMs = isMuch(claimed, newMs) ? BUSY_CLAIM_PAUSE_MS : this.quietPauseMs;
    // As long as its claim took it is left in peace, or a slow database would have no rest.
    this.nextClaimAtMs = Math.max(startedAtMs + pauseMs, 2 * performance.now() - startedAtMs);
  }

  private get quietPauseMs(): number {
    return quietPauseMs(this.delays.atMs(performance.now()));
  }

  private async enqueue(tests: readonly ClaimedTest[], probesPerJob = MAX_PROBES_PER_JOB): Promise<void> {
    const jobsBySite = groupIntoJobs(tests, this.clock.nowMs(), probesPerJob);
    this.delays.note(tests, performance.now());
    await enqueue(this.dependencies, jobsBySite);
    for (const [site, jobs] of jobsBySite) this.loads.note(site, sum(jobs.map(({ orders }) => orders.length)));
  }
}

/** How a site is rationed. */
interface Ration {
  /** Until then it was given all that is due, before. */
  readonly fromMs: number;
  readonly taken: Taken;
}

/**
 * Until when what was due has been taken: a claim need not pass over it again, as it is in flight. What came to be due before that since then, or
 * was held by somebody else, is found by a look at everything, after which claims go on from there.
 */
class Taken {
  private until: Date | null = null;
  private fullLookAtMs = -Infinity;

  /** @param claim takes the oldest of what is due since some time, null for all */
  async claim(claim: (dueFrom: Date | null) => Promise<ClaimedTest[]>): Promise<ClaimedTest[]> {
    const isFullLook = performance.now() >= this.fullLookAtMs + FULL_LOOK_MS;
    const tests = await claim(isFullLook ? null : this.until);
    if (isFullLook) this.fullLookAtMs = performance.now();
    // By the clock that has set these times, and no other.
    if (tests.length > 0) this.until = new Date(Math.max(...tests.map(({ dueAt }) => dueAt.getTime())));
    return tests;
  }
}

/** About the shortest delay of the monitors that were tested lately. */
class ShortestDelay {
  private delayMs = Infinity;
  private countsUntilMs = -Infinity;

  note(tests: readonly ClaimedTest[], nowMs: number): void {
    const shortestMs = 1000 * tests.reduce((shortest, test) => Math.min(shortest, test.shortestDelaySeconds), Infinity);
    if (shortestMs > this.atMs(nowMs)) return;
    this.delayMs = shortestMs;
    this.countsUntilMs = nowMs + DELAY_COUNTS_MS;
  }

  atMs(nowMs: number): number {
    return nowMs < this.countsUntilMs ? this.delayMs : Infinity;
  }
}

/** Whether so much is due that it is looked for more often. @param newMs for how long no claim had looked before */
export function isMuch(claimed: number, newMs: number): boolean {
  return claimed >= (FEW_TESTS_A_SECOND * newMs) / 1000;
}

/** The pause between claims where little is due. @param shortestDelayMs the shortest delay between two tests of one monitor */
export function quietPauseMs(shortestDelayMs: number): number {
  return Math.max(BUSY_CLAIM_PAUSE_MS, Math.min(shortestDelayMs, QUIET_CLAIM_PAUSE_MS));
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

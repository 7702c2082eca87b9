import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { WaitingEnds } from '@twotwenty/queue/backends/backend';

/** A site whose oldest job has waited so long has more to do than it can. */
export const BEHIND_AFTER_MS = 500;
/** What has waited longer has expired: nobody takes the jobs of this site, and its tests are to end as gaps. */
export const UNTAKEN_AFTER_MS = (LEASE_GRACE_SECONDS * 1000) / 2;
/** How much an overloaded site is given at once: what it does in about this time. */
export const SHARE_MS = 1000;
const MIN_SHARE = 1;
const MAX_SHARE = 10_000;
/** Of a site that takes nothing: others are not to wait for its sake. */
const MAX_UNTAKEN_SHARE = 2000;
/** A share becomes larger or smaller by no more than this from one to the next. */
const MAX_FACTOR = 2;

/** The newest job that waited at some time. */
interface Mark {
  readonly newest: number;
  readonly atMs: number;
}

/** What an overloaded site is given. */
interface Rationing {
  /** Tests that may begin at once. */
  readonly share: number;
  /** Orders that it was given with the last share and since, also by other ways, and with the share before that. */
  readonly given: number;
  readonly before: number;
  readonly givenAtMs: number;
  /**
   * The job in the middle of those that were seen to wait since. When it is taken the next share is due: what is left is done until that has
   * come. Null while none was seen.
   */
  readonly middle: number | null;
}

const FIRST_RATION = { share: 32, given: 32, before: 32 } as const;

interface SiteLoad {
  /** Oldest first; those alone whose job may still wait. */
  marks: readonly Mark[];
  /** How long, when it was looked at last, the oldest of them had been seen to wait. */
  waitedMs: number;
  /** It has taken half of what it was given, or takes nothing at all. */
  isReady: boolean;
  rationing: Rationing | null;
}

/**
 * Knows which sites have more to do than they can, and how much they are to be given: without rations all that is due would wait in their
 * queues until it expires, and always the same tests, those that are due last. Goes by the order of jobs, without trust in anybody's clock.
 * Times are milliseconds by one clock that does not jump.
 */
export class SiteLoads {
  private readonly loads = new Map<string, SiteLoad>();

  /** Sites that are to be looked at: something may wait for them, or they are rationed. */
  get watched(): readonly string[] {
    return [...this.loads.keys()];
  }

  /** Sites that are rationed: what is due for them alone begins by shares. */
  get rationed(): readonly string[] {
    return this.those(({ rationing }) => rationing !== null);
  }

  /** Those of them that have taken half of what they were given last. */
  get ready(): readonly string[] {
    return this.those(({ rationing, isReady }) => rationing !== null && isReady);
  }

  /**
   * Whether a site had not taken, when it was looked at last, what had waited for it the time before. Not one that is rationed, nor one that takes
   * nothing.
   */
  get isAnyHeldUp(): boolean {
    return this.those((load) => load.rationing === null && load.waitedMs > 0 && !isUntaken(load)).length > 0;
  }

  /** A site was given orders, by whatever way. */
  note(site: string, orders: number): void {
    const load = this.loads.get(site);
    if (load === undefined) this.loads.set(site, { marks: [], waitedMs: 0, isReady: false, rationing: null });
    else if (load.rationing !== null) load.rationing = { ...load.rationing, given: load.rationing.given + orders };
  }

  /** Takes in what waits for a site that is watched, null for nothing. */
  see(site: string, ends: WaitingEnds | null, nowMs: number): void {
    const load = this.loads.get(site);
    if (load === undefined) return;
    if (isRenumbered(load.marks, ends)) {
      load.marks = [];
      if (load.rationing !== null) load.rationing = { ...load.rationing, middle: null };
    }
    load.marks = ends === null ? [] : marksAfter(load.marks, ends, nowMs);
    load.waitedMs = nowMs - (load.marks[0]?.atMs ?? nowMs);
    if (load.waitedMs >= BEHIND_AFTER_MS && !isUntaken(load)) {
      load.rationing ??= { ...FIRST_RATION, givenAtMs: nowMs, middle: middleOf(ends) };
    }
    if (load.rationing !== null) {
      const middle = load.rationing.middle ?? middleOf(ends);
      load.rationing = { ...load.rationing, middle };
      load.isReady = isUntaken(load) || ends === null || middle === null || ends.oldest > middle;
    } else if (ends === null) this.loads.delete(site);
  }

  /** How many tests may begin at once for a site. */
  shareOf(site: string): number {
    return this.loads.get(site)?.rationing?.share ?? MIN_SHARE;
  }

  /**
   * So many tests of its share were due for a site that is rationed, and it was given them now, which was noted. Where there was little, or not
   * all of a share and nothing waits any more, it is rationed no more.
   */
  give(site: string, tests: number, nowMs: number): void {
    const load = this.loads.get(site);
    if (load === undefined || load.rationing === null) return;
    const { share, given, before, givenAtMs } = load.rationing;
    load.isReady = false;
    const most = isUntaken(load) ? MAX_UNTAKEN_SHARE : MAX_SHARE;
    const next = Math.min(nextShare(share, before, nowMs - givenAtMs), most);
    const isOver = tests < share / 2 || (load.marks.length === 0 && tests < share);
    const rationing = { share: next, given: tests, before: Math.max(given - tests, 0), givenAtMs: nowMs, middle: null };
    load.rationing = isOver ? null : rationing;
  }

  private those(condition: (load: SiteLoad) => boolean): string[] {
    return [...this.loads].filter(([, load]) => condition(load)).map(([site]) => site);
  }
}

/** It takes nothing. */
function isUntaken({ waitedMs }: SiteLoad): boolean {
  return waitedMs >= UNTAKEN_AFTER_MS;
}

function middleOf(ends: WaitingEnds | null): number | null {
  return ends === null ? null : (ends.oldest + ends.newest) / 2;
}

/** A queue that lost its data numbers its jobs from 1 again. */
function isRenumbered(marks: readonly Mark[], ends: WaitingEnds | null): boolean {
  return ends !== null && ends.newest < (marks.at(-1)?.newest ?? 0);
}

function marksAfter(before: readonly Mark[], { oldest, newest }: WaitingEnds, nowMs: number): Mark[] {
  const marks = before.filter((mark) => mark.newest >= oldest);
  return marks.at(-1)?.newest === newest ? marks : [...marks, { newest, atMs: nowMs }];
}

/**
 * A worker takes a job when it is about to be done with the one before: what was given last was taken when what was given before it was
 * done.
 * @param before how much that was
 * @param tookMs from one share to the next
 */
function nextShare(share: number, before: number, tookMs: number): number {
  const done = (before * SHARE_MS) / Math.max(tookMs, 1);
  const next = Math.min(Math.max(done, share / MAX_FACTOR), share * MAX_FACTOR);
  return Math.round(Math.max(next, MIN_SHARE));
}

import { probeQueue, workersQueue } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import type { ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimed } from './claimed-test.fixture.js';
import type { ScheduleDependencies } from './claims.js';
import { dropExpired, startSchedule } from './schedule.js';

type WaitingEnds = ScheduleDependencies['queues']['waitingEnds'];

function scheduleOf(
  claimDue: ScheduleDependencies['schedule']['claimDue'],
  waitingEnds: WaitingEnds = (queues) => Promise.resolve(queues.map(() => null)),
) {
  const nothing = (): Promise<never[]> => Promise.resolve([]);
  return startSchedule({
    schedule: { claimDue, claimConfirmations: nothing },
    siteNames: nothing,
    queues: {
      nowMs: () => Promise.resolve(0),
      send: () => Promise.resolve(),
      dropWaiting: () => Promise.resolve(0),
      waitingEnds,
    },
    logger: createLogger('test', 'fatal'),
  });
}

describe('startSchedule', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks at once when it is woken', async () => {
    const claimDue = vi.fn((): Promise<ClaimedTest[]> => Promise.resolve([]));
    const schedule = scheduleOf(claimDue);
    const settle = () => vi.advanceTimersByTimeAsync(0);
    await settle();
    expect(claimDue).toHaveBeenCalledTimes(1);
    schedule.wake();
    await settle();
    expect(claimDue).toHaveBeenCalledTimes(2);
    await schedule.stop();
  });
});

describe('the claims of a schedule', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([0, 3, 150, 700, 1999])(
    'follow each other before what they looked ahead for is over: %d at once',
    async (many) => {
      const claims: { readonly atMs: number; readonly aheadMs: number }[] = [];
      const schedule = scheduleOf((_limit, { aheadMs = 0 } = {}) => {
        claims.push({ atMs: performance.now(), aheadMs });
        // Much is due now and then.
        return Promise.resolve(Array.from({ length: claims.length % 5 === 0 ? many : 3 }, () => claimed(1, ['a'])));
      });
      await vi.advanceTimersByTimeAsync(30_000);
      await schedule.stop();
      expect(claims.length).toBeGreaterThan(10);
      for (const [index, claim] of claims.slice(1).entries()) {
        const before = claims[index];
        expect(claim.atMs).toBeLessThan((before?.atMs ?? 0) + (before?.aheadMs ?? 0));
      }
    },
  );
});

describe('a schedule with a monitor that is tested again and again', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks no less often than that, also while its test lasts', async () => {
    const atMs: number[] = [];
    const schedule = scheduleOf(() => {
      atMs.push(performance.now());
      return Promise.resolve(atMs.length === 1 ? [{ ...claimed(1, ['a']), shortestDelaySeconds: 0.5 }] : []);
    });
    await vi.advanceTimersByTimeAsync(30_000);
    await schedule.stop();
    const pauses = atMs.slice(2).map((at, index) => at - (atMs[index + 1] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(500);
    expect(pauses.length).toBeLessThan(65);
  });
});

describe('a schedule with a site that is behind', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps its rations until all that it was given before was due, and claims for it as for all once it needs none', async () => {
    const beganAtMs = performance.now();
    const nowMs = () => performance.now() - beganAtMs;
    const claims: { readonly atMs: number; readonly site: string | null; readonly rationed: readonly string[] }[] = [];
    const schedule = scheduleOf(
      (_limit, { site = null, rationed = [] } = {}) => {
        claims.push({ atMs: nowMs(), site, rationed });
        return Promise.resolve(claims.length === 1 ? [claimed(1, ['a'])] : []);
      },
      // Its first job is taken late, its second one stays until the site has caught up.
      (queues) =>
        Promise.resolve(queues.map(() => ({ oldest: nowMs() < 1700 ? 1 : 2, newest: nowMs() < 1700 ? 1 : 2 }))),
    );
    await vi.advanceTimersByTimeAsync(1600);
    schedule.wake();
    await vi.advanceTimersByTimeAsync(1000);
    await schedule.stop();

    const share = claims.findIndex(({ site }) => site === 'a');
    const behind = claims.findIndex(({ rationed }) => rationed.includes('a'));
    expect(claims[behind]).toMatchObject({ atMs: 1600, site: null });
    // What was begun ahead by the first claim was due within 2,150 ms.
    expect(claims[share]?.atMs).toBeGreaterThanOrEqual(2150);
    expect(claims[share]?.atMs).toBeLessThan(2400);
    // Nothing was due for it.
    expect(claims[share + 1]).toEqual({ atMs: claims[share]?.atMs, site: null, rationed: [] });
  });
});

describe('a schedule with a site that has far more to do than it can', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives it shares in several claims, and looks at what it has taken once in five seconds alone', async () => {
    const beganAtMs = performance.now();
    const nowMs = () => performance.now() - beganAtMs;
    const claims: { readonly atMs: number; readonly limit: number; readonly dueFrom: Date | null }[] = [];
    let dueAtMs = 5000;
    const schedule = scheduleOf(
      (limit, { site = null, dueFrom = null } = {}) => {
        if (site === null) return Promise.resolve(nowMs() === 0 ? [claimed(1, ['a'])] : []);
        claims.push({ atMs: nowMs(), limit, dueFrom });
        // In no order.
        dueAtMs += 10;
        const test = (index: number) => ({ ...claimed(1, ['a']), dueAt: new Date(dueAtMs + (index % 3)) });
        return Promise.resolve(Array.from({ length: limit }, (_, index) => test(index)));
      },
      // It takes nothing until it is known to be behind, and whatever it is given after that.
      (queues) => Promise.resolve(queues.map(() => (nowMs() < 2500 ? { oldest: 1, newest: 1 } : null))),
    );
    await vi.advanceTimersByTimeAsync(12_000);
    await schedule.stop();

    expect(Math.max(...claims.map(({ limit }) => limit))).toBe(2000);
    const shares = new Map<number, number>();
    for (const { atMs, limit } of claims) shares.set(atMs, (shares.get(atMs) ?? 0) + limit);
    expect(Math.max(...shares.values())).toBe(10_000);
    const all = claims.filter(({ dueFrom }) => dueFrom === null).map(({ atMs }) => atMs);
    expect(all.length).toBeGreaterThan(1);
    for (const [index, atMs] of all.slice(1).entries()) expect(atMs - (all[index] ?? 0)).toBeGreaterThanOrEqual(5000);
    // From the newest of the claim before, also where that looked at everything.
    const from = claims.map(({ dueFrom }, index) => dueFrom?.getTime() ?? 5000 + 10 * index + 2);
    expect(from).toEqual(claims.map((_, index) => 5000 + 10 * index + 2));
  });
});

describe('a schedule with more to begin than a claim takes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function claimsAtOnce(waitingEnds: WaitingEnds): Promise<number> {
    const claimDue = vi.fn((limit: number) =>
      Promise.resolve(Array.from({ length: claimDue.mock.calls.length > 10 ? 0 : limit }, () => claimed(1, ['a']))),
    );
    const schedule = scheduleOf(claimDue, waitingEnds);
    await vi.advanceTimersByTimeAsync(50);
    await schedule.stop();
    return claimDue.mock.calls.length;
  }

  it('goes on at once while sites take what waits for them', async () => {
    let looks = 0;
    const passing: WaitingEnds = (queues) =>
      Promise.resolve(queues.map(() => ({ oldest: 10 * (looks += 1), newest: 10 * looks + 5 })));
    expect(await claimsAtOnce(passing)).toBeGreaterThan(10);
  });

  it('pauses while some site does not', async () => {
    // Looks within a millisecond tell nothing of how long a job has waited.
    const standing: WaitingEnds = async (queues) => {
      await vi.advanceTimersByTimeAsync(1);
      return queues.map(() => ({ oldest: 1, newest: 5 }));
    };
    expect(await claimsAtOnce(standing)).toBeLessThan(4);
  });
});

describe('dropExpired', () => {
  it('cleans every other queue when one is in trouble, and tells of that', async () => {
    const cleaned: string[] = [];
    const dropWaiting = ({ name }: { readonly name: string }): Promise<number> => {
      cleaned.push(name);
      return name === probeQueue('b').name ? Promise.reject(new Error('b is in trouble')) : Promise.resolve(0);
    };
    const cleaning = dropExpired({
      siteNames: () => Promise.resolve(['a', 'b', 'c']),
      queues: { dropWaiting },
      logger: createLogger('test', 'fatal'),
    });
    await expect(cleaning).rejects.toMatchObject({ errors: [new Error('b is in trouble')] });
    expect(cleaned).toEqual(['a', 'b', 'c'].flatMap((site) => [workersQueue(site).name, probeQueue(site).name]));
  });
});

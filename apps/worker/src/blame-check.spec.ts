import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import { createLogger } from '@twotwenty/observability/logger';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_LIMIT_MS, BlameCheck, HOLD_MS, holdLimitMs, type SeenSession } from './blame-check.js';

const logger = createLogger('test', 'fatal');
const host = (index: number): string => `10.0.${index}.1`;

function session(index: number, outcome: SeenSession['outcome'], well = true): SeenSession {
  return { host: host(index), address: host(index), well, outcome, tookMs: 1 };
}

describe('BlameCheck', () => {
  let check: BlameCheck;
  let askQueue: () => Promise<unknown>;
  let nowMs = 0;
  const settled: [number, boolean][] = [];
  const see = (index: number, outcome: SeenSession['outcome'], limitMs = HOLD_MS): void => {
    nowMs += 10;
    void check.isSuspect(session(index, outcome), limitMs).then((suspect) => settled.push([index, suspect]));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    nowMs = 1_000_000;
    settled.length = 0;
    askQueue = () => Promise.resolve();
    check = new BlameCheck(
      () => askQueue(),
      logger,
      () => nowMs,
    );
  });
  afterEach(() => vi.useRealTimers());

  it('lets answers and failures in the dialogue pass at once', async () => {
    see(0, 'answered');
    see(1, 'unclear');
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toEqual([
      [0, false],
      [1, false],
    ]);
  });

  it('holds the failure of a server that is really dead for two seconds, and then lets it count', async () => {
    see(0, 'failed');
    await vi.advanceTimersByTimeAsync(HOLD_MS - 1);
    expect(settled).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toEqual([[0, false]]);
    expect(check.suspicion).toBeNull();
  });

  it('takes the first failures of a cut for its own as soon as the fifth is there', async () => {
    for (const index of [0, 1, 2, 3]) see(index, 'failed');
    await vi.advanceTimersByTimeAsync(HOLD_MS / 2);
    expect(settled).toEqual([]);
    see(4, 'failed');
    see(5, 'failed');
    await vi.advanceTimersByTimeAsync(0);
    expect(settled.sort()).toEqual([0, 1, 2, 3, 4, 5].map((index) => [index, true]));
    expect(check.suspicion).toEqual({ since: new Date(1_000_009).toISOString(), failing: 6, targets: 6 });
  });

  it('counts failures again when targets answer again', async () => {
    for (const index of [0, 1, 2, 3, 4]) see(index, 'failed');
    for (const index of [0, 1]) see(index, 'answered');
    expect(check.suspicion).toBeNull();
    see(2, 'failed', 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(settled.at(-1)).toEqual([2, false]);
  });

  it('does not count the failure of a session that began before the cut was over', async () => {
    for (const index of [0, 1, 2, 3, 4]) see(index, 'failed');
    for (const index of [0, 1]) see(index, 'answered');
    expect(check.suspicion).toBeNull();
    void check.isSuspect({ ...session(5, 'failed'), tookMs: 1000 }, 0).then((suspect) => settled.push([5, suspect]));
    await vi.advanceTimersByTimeAsync(0);
    expect(settled.at(-1)).toEqual([5, true]);
  });

  it.each([
    ['does not answer', () => new Promise<void>(() => undefined), ANSWER_LIMIT_MS],
    ['can not be reached', () => Promise.reject(new Error('away')), 0],
  ])('counts no failure of the network while the queue %s', async (_what, answer, answersAfterMs) => {
    askQueue = answer;
    see(0, 'failed');
    see(1, 'failed');
    await vi.advanceTimersByTimeAsync(HOLD_MS + answersAfterMs);
    expect(settled).toEqual([
      [0, true],
      [1, true],
    ]);
  });

  it('holds nothing back when it is stopped', async () => {
    see(0, 'failed');
    check.stop();
    see(1, 'failed');
    await vi.advanceTimersByTimeAsync(0);
    expect(settled.sort()).toEqual([
      [0, false],
      [1, false],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('holdLimitMs', () => {
  const order = { expiresAtMs: 107_500, maxTestDurationMs: 30_000 } as ProbeOrder;

  it.each([
    ['at the beginning', 100_000, HOLD_MS],
    ['when a probe ends that began as late as it may', 137_500, HOLD_MS],
    ['when the lease is about to end', 141_000, 1000],
    ['when only the time for the report is left', 142_500, 0],
    ['when the lease is over', 150_000, 0],
  ])('%s', (_, now, limitMs) => {
    expect(holdLimitMs(order, now)).toBe(limitMs);
  });
});

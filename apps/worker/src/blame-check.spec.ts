import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import { createLogger } from '@twotwenty/observability/logger';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BlameCheck, HOLD_MS, holdLimitMs, type SeenSession } from './blame-check.js';

const logger = createLogger('test', 'fatal');
const host = (index: number): string => `10.0.${index}.1`;

function session(index: number, outcome: SeenSession['outcome'], well = true): SeenSession {
  return { host: host(index), address: host(index), well, outcome, tookMs: 1 };
}

describe('BlameCheck', () => {
  let check: BlameCheck;
  let silentSinceMs = Infinity;
  let listeners = 0;
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
    silentSinceMs = Infinity;
    listeners = 0;
    const contact = {
      ask: () => Promise.resolve(),
      explains: (_: number, endedAtMs: number) => endedAtMs >= silentSinceMs,
      enter: () => (listeners += 1),
      leave: () => (listeners -= 1),
    };
    check = new BlameCheck(contact, logger, () => nowMs);
  });
  afterEach(() => vi.useRealTimers());

  it('lets answers pass at once, whatever the queue does', async () => {
    silentSinceMs = 0;
    see(0, 'answered');
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toEqual([[0, false]]);
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
    expect(settled).toContainEqual([2, false]);
  });

  it('does not count the failure of a session that began before the cut was over', async () => {
    for (const index of [0, 1, 2, 3, 4]) see(index, 'failed');
    for (const index of [0, 1]) see(index, 'answered');
    expect(check.suspicion).toBeNull();
    void check.isSuspect({ ...session(5, 'failed'), tookMs: 1000 }, 0).then((suspect) => settled.push([5, suspect]));
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toContainEqual([5, true]);
  });

  it.each(['failed', 'unclear'] as const)('takes what %s in a silence of the queue for its own', async (outcome) => {
    see(0, outcome);
    expect(listeners).toBe(1);
    silentSinceMs = nowMs + 10;
    see(1, outcome);
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toEqual([[1, true]]);
    // That it was one is known at the end only.
    silentSinceMs = 0;
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    expect(settled).toEqual([
      [1, true],
      [0, true],
    ]);
    expect(listeners).toBe(0);
  });

  it('holds nothing back beyond the lease, and tells what it knows', async () => {
    see(0, 'failed', 0);
    silentSinceMs = 0;
    see(1, 'failed', 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  it('takes a silent server for its own trouble while nearly everything fails', async () => {
    see(9, 'unclear');
    for (const index of [0, 1, 2, 3, 4]) see(index, 'failed');
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toContainEqual([9, true]);
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
    expect([vi.getTimerCount(), listeners]).toEqual([0, 0]);
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

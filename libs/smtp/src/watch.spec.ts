import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watch } from './watch.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A process that never stands still. */
const STEADY = { enter: () => undefined, leave: () => undefined, look: () => 0 };

/** A watch of a second that has run for 100 ms and stood still for 5 s. */
function paused(): Watch {
  const watch = new Watch(1000, null, STEADY);
  vi.advanceTimersByTime(100);
  watch.pause();
  vi.advanceTimersByTime(5000);
  return watch;
}

describe('a watch that stood still', () => {
  it('goes on where it stopped', () => {
    const watch = paused();
    expect([watch.nowMs(), watch.remainingMs]).toEqual([100, 900]);
    watch.resume();
    vi.advanceTimersByTime(899);
    expect([watch.nowMs(), watch.interrupted]).toEqual([999, false]);
    vi.advanceTimersByTime(1);
    expect(watch.interrupted).toBe(true);
  });

  it('catches up as if it had not', () => {
    const watch = new Watch(1000, null, STEADY);
    vi.advanceTimersByTime(100);
    watch.pause();
    vi.advanceTimersByTime(300);
    watch.catchUp();
    expect([watch.nowMs(), watch.remainingMs]).toEqual([400, 600]);
    vi.advanceTimersByTime(600);
    expect(watch.interrupted).toBe(true);
  });

  it('has passed its deadline when it catches up too late', () => {
    const watch = paused();
    const onInterrupt = vi.fn();
    watch.onInterrupt = onInterrupt;
    watch.catchUp();
    expect(watch.interrupted).toBe(true);
    expect(onInterrupt).toHaveBeenCalledOnce();
  });
});

describe('a watch in a process that was held up', () => {
  /** A watch of a second, after whose first 10 ms its process stood still for so long. */
  function heldUpFor(ms: number): Watch {
    let missedMs = 0;
    const watch = new Watch(1000, null, { ...STEADY, look: () => missedMs });
    const now = performance.now.bind(performance);
    const offsetMs = Math.max(0, ms + 10 - 1000);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + offsetMs);
    missedMs = ms;
    vi.advanceTimersByTime(1000);
    return watch;
  }
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([1700, 60_000])('gives back what was missed: %i ms', (ms) => {
    const watch = heldUpFor(ms);
    expect([watch.interrupted, watch.remainingMs]).toEqual([false, 990]);
    vi.advanceTimersByTime(989);
    expect(watch.interrupted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(watch.interrupted).toBe(true);
  });

  it('does so also when its deadline has only just passed', () => {
    const watch = heldUpFor(990);
    expect([watch.interrupted, watch.remainingMs]).toEqual([false, 990]);
  });
});

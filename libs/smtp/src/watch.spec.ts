import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watch } from './watch.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A watch of a second that has run for 100 ms and stood still for 5 s. */
function paused(): Watch {
  const watch = new Watch(1000, null);
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
    const watch = new Watch(1000, null);
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

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

describe('a watch in a process that was held up', () => {
  /** A watch of a second whose process stands still from its first moment on for so long. */
  function heldUpFor(ms: number): Watch {
    const now = performance.now.bind(performance);
    const watch = new Watch(1000, null);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + ms - 1000);
    vi.advanceTimersByTime(1000);
    return watch;
  }
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('gives back what was missed, once', () => {
    const watch = heldUpFor(1700);
    expect([watch.interrupted, watch.remainingMs]).toEqual([false, 700]);
    vi.advanceTimersByTime(699);
    expect(watch.interrupted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(watch.interrupted).toBe(true);
  });

  it('gives back as much as the whole time, not more', () => {
    const watch = heldUpFor(60_000);
    expect([watch.interrupted, watch.remainingMs]).toEqual([false, 1000]);
  });

  it('takes a timer that is a little late for what it is', () => {
    expect(heldUpFor(1400).interrupted).toBe(true);
  });
});

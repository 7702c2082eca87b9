import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createThrottle } from './throttle.js';

const PAUSE_MS = 2000;

describe('a throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function start(takesMs = 0) {
    const runs: string[] = [];
    const run = (items: string): Promise<void> => {
      runs.push(items);
      return new Promise((resolve) => setTimeout(resolve, takesMs));
    };
    return { runs, throttle: createThrottle<string>('', (left, right) => left + right, run, PAUSE_MS) };
  }

  it('does the first thing at once, and the rest together after the pause', async () => {
    const { runs, throttle } = start();
    throttle.add('a');
    expect(runs).toEqual(['a']);
    throttle.add('b');
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    throttle.add('c');
    expect(runs).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toEqual(['a', 'bc']);
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    throttle.add('d');
    expect(runs).toEqual(['a', 'bc', 'd']);
  });

  it('begins nothing while something is under way', async () => {
    const { runs, throttle } = start(5000);
    throttle.add('a');
    await vi.advanceTimersByTimeAsync(1);
    throttle.add('b');
    await vi.advanceTimersByTimeAsync(4998);
    expect(runs).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(2);
    expect(runs).toEqual(['a', 'b']);
  });

  it('does a storm in few rounds', async () => {
    const { runs, throttle } = start();
    for (let count = 0; count < 100; count += 1) {
      throttle.add('x');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(runs.length).toBeLessThanOrEqual(6);
    expect(runs.join('').length).toBeGreaterThan(80);
  });

  it('forgets what it had not begun when it is stopped', async () => {
    const { runs, throttle } = start();
    throttle.add('a');
    throttle.add('b');
    throttle.stop();
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(runs).toEqual(['a']);
  });

  it('goes on after a failure', async () => {
    const run = vi.fn(() => Promise.reject(new Error('away')));
    const throttle = createThrottle<string>('', (left, right) => left + right, run, PAUSE_MS);
    throttle.add('a');
    throttle.add('b');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(run).toHaveBeenCalledTimes(2);
  });
});

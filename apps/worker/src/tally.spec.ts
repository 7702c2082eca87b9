import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tally } from './tally.js';

describe('Tally', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells the sum every ten seconds, and what is left when it stops', () => {
    const told: number[] = [];
    const tally = new Tally((count) => told.push(count));
    for (let index = 0; index < 1000; index += 1) tally.add();
    vi.advanceTimersByTime(9999);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([1000]);
    vi.advanceTimersByTime(60_000);
    tally.add();
    tally.stop();
    tally.stop();
    expect(told).toEqual([1000, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

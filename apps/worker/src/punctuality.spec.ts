import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Punctuality } from './punctuality.js';

describe('Punctuality', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Milliseconds after which each wait was over. */
  async function waits(...leftMs: number[]): Promise<number[]> {
    const punctuality = new Punctuality(() => Date.now());
    const began = Date.now();
    const over = leftMs.map((left) => punctuality.wait(left).then(() => Date.now() - began));
    await vi.advanceTimersByTimeAsync(10_000);
    return Promise.all(over);
  }

  it('lets go at once what is due or late, and a few that come early together when all are due, never before', async () => {
    vi.setSystemTime(1_000_000);
    expect(await waits(-500, 0, 1, 10, 200, 201, 655)).toEqual([0, 0, 200, 200, 200, 400, 800]);
    vi.setSystemTime(2_000_150);
    expect(await waits(1, 50, 51)).toEqual([50, 50, 250]);
  });

  it('lets more go nearer to when they are due', async () => {
    vi.setSystemTime(1_000_000);
    const few = Array.from({ length: 20 }, () => 1);
    expect(await waits(...few, 1, 10, 11, 155, 201)).toEqual([...few.map(() => 200), 10, 10, 20, 160, 400]);
    vi.setSystemTime(2_000_007);
    expect((await waits(...few, 1, 2, 3, 4)).slice(20)).toEqual([3, 3, 3, 13]);
  });

  it('holds nothing for long, whatever the clocks say', async () => {
    vi.setSystemTime(1_000_000);
    expect(await waits(86_400_000)).toEqual([3000]);
  });
});

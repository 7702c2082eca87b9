import { describe, expect, it } from 'vitest';
import { QueueClock } from './queue-clock.js';

describe('QueueClock', () => {
  it.each([3_600_000, -3_600_000])('goes by the queue although this machine is off by %d ms', async (offMs) => {
    const clock = new QueueClock({ nowMs: () => Promise.resolve(Date.now() + offMs) });
    await clock.synchronize();
    expect(Math.abs(clock.nowMs() - (Date.now() + offMs))).toBeLessThan(1000);
    expect(Math.abs(clock.behindMs - offMs)).toBeLessThan(1000);
  });

  it('goes on by what it knows when the queue is away', async () => {
    const clock = new QueueClock({ nowMs: () => Promise.reject(new Error('away')) });
    await expect(clock.synchronize()).rejects.toThrow('away');
    expect(Math.abs(clock.nowMs() - Date.now())).toBeLessThan(1000);
  });
});

import { probeQueue, workersQueue } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import type { ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropExpired, startSchedule } from './schedule.js';

describe('startSchedule', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks at once when it is woken', async () => {
    const claimDue = vi.fn((): Promise<ClaimedTest[]> => Promise.resolve([]));
    const nothing = (): Promise<never[]> => Promise.resolve([]);
    const schedule = startSchedule({
      schedule: { claimDue, claimConfirmations: nothing },
      siteNames: nothing,
      queues: {
        nowMs: () => Promise.resolve(0),
        send: () => Promise.resolve(),
        dropWaiting: () => Promise.resolve(0),
        waitingEnds: nothing,
      },
      logger: createLogger('test', 'fatal'),
    });
    const settle = () => vi.advanceTimersByTimeAsync(0);
    await settle();
    expect(claimDue).toHaveBeenCalledTimes(1);
    schedule.wake();
    await settle();
    expect(claimDue).toHaveBeenCalledTimes(2);
    await schedule.stop();
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

import { probeQueue, workersQueue } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import type { ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimAheadMs, claimPauseMs, dropExpired, enqueue, startSchedule } from './schedule.js';

describe('startSchedule', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks at once when it is woken', async () => {
    const claimDue = vi.fn((): Promise<ClaimedTest[]> => Promise.resolve([]));
    const nothing = (): Promise<never[]> => Promise.resolve([]);
    const schedule = startSchedule({
      schedule: { claimDue, claimConfirmations: nothing },
      siteNames: nothing,
      queues: { nowMs: () => Promise.resolve(0), send: () => Promise.resolve(), dropWaiting: () => Promise.resolve(0) },
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

describe('enqueue', () => {
  it('lets a site whose queue is in trouble hold up no other', async () => {
    const sent: string[] = [];
    const send = ({ name }: { readonly name: string }): Promise<void> => {
      if (name === probeQueue('b').name) return Promise.reject(new Error('b is in trouble'));
      sent.push(name);
      return Promise.resolve();
    };
    const jobs = new Map(['a', 'b', 'c'].map((site) => [site, [{ orders: [] }]]));
    await enqueue({ queues: { send }, logger: createLogger('test', 'fatal') }, jobs);
    expect(sent).toEqual([probeQueue('a').name, probeQueue('c').name]);
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

describe('claimPauseMs', () => {
  it('goes on at once while there is more than a claim can take, and looks less often where little is due', () => {
    const pauses = (pauseMs: number, ...claims: number[]) => claims.map((claimed) => claimPauseMs(claimed, pauseMs));
    expect(pauses(200, 2000, 1999, 20, 19, 0)).toEqual([0, 200, 200, 1000, 1000]);
    expect(pauses(1000, 2000, 1999, 100, 99, 0)).toEqual([0, 200, 200, 1000, 1000]);
    // After a claim without a pause nobody knows how much is due: it is looked again soon.
    expect(pauses(0, 1999, 0)).toEqual([200, 200]);
  });
});

describe('claimAheadMs', () => {
  it('reaches beyond the next look', () => {
    for (const pauseMs of [0, 200, 1000]) expect(claimAheadMs(pauseMs)).toBeGreaterThan(pauseMs);
  });
});

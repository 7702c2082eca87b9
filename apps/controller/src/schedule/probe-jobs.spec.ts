import { describe, expect, it } from 'vitest';
import { claimed } from './claimed-test.fixture.js';
import { groupIntoJobs } from './probe-jobs.js';

/** By the queue's clock, which need not be the database's. */
const NOW = 5_000_000;

describe('groupIntoJobs', () => {
  it('gives every site that is asked each probe exactly once, in jobs of at most 200', () => {
    const tests = Array.from({ length: 480 }, (_, key) => claimed(key + 1, key % 2 === 0 ? ['a', 'b'] : ['a']));
    const jobs = groupIntoJobs(tests, NOW);
    expect([...jobs.keys()].sort()).toEqual(['a', 'b']);
    expect(jobs.get('a')?.map((job) => job.orders.length)).toEqual([160, 160, 160]);
    expect(jobs.get('b')?.map((job) => job.orders.length)).toEqual([120, 120]);
    const monitors = jobs.get('a')?.flatMap((job) => job.orders.map((order) => order.monitor)) ?? [];
    expect(new Set(monitors).size).toBe(480);
  });

  it('spreads neighbours over jobs', () => {
    const [first] =
      groupIntoJobs(
        Array.from({ length: 400 }, (_, key) => claimed(key + 1, ['a'])),
        NOW,
      ).get('a') ?? [];
    expect(first?.orders.slice(0, 3).map((order) => order.monitor)).toEqual([1, 3, 5]);
  });

  it('carries what the worker needs, its times by the clock of the queue', () => {
    const [job] = groupIntoJobs([claimed(5, ['a'])], NOW).get('a') ?? [];
    expect(job?.orders[0]).toMatchObject({
      monitor: 5,
      test: 7,
      maxTestDurationMs: 30_000,
      dueAtMs: NOW - 1000,
      expiresAtMs: NOW + 7500,
    });
  });

  it('lends a test that is begun ahead from the moment at which it is due', () => {
    const ahead = { ...claimed(5, ['a']), dueAt: new Date(2400) };
    const [job] = groupIntoJobs([ahead], NOW).get('a') ?? [];
    expect(job?.orders[0]).toMatchObject({ dueAtMs: NOW + 400, expiresAtMs: NOW + 7900 });
  });

  it('makes nothing of nothing', () => {
    expect(groupIntoJobs([], NOW).size).toBe(0);
  });

  it('gives a report that says nothing new a hundredth of the delay to wait, and three seconds at most', () => {
    const waits = [1, 20, 300].map((delaySeconds) => ({ ...claimed(1, ['a']), delaySeconds }));
    const [job] = groupIntoJobs(waits, NOW).get('a') ?? [];
    expect(job?.orders.map(({ reportWithinMs }) => reportWithinMs)).toEqual([10, 200, 3000]);
  });
});

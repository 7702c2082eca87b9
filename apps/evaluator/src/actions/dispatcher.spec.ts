import { MAX_DELIVERIES_PER_JOB } from '@twotwenty/contracts/limits';
import { describe, expect, it } from 'vitest';
import { toJobs } from './dispatcher.js';

const due = (actionId: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ deliveryId: `${actionId} ${index}`, actionId }));

describe('toJobs', () => {
  it('makes no job of nothing', () => {
    expect(toJobs([])).toEqual([]);
  });

  it('puts deliveries of one action together, as many as a job holds, and never those of two', () => {
    const a = due('a', MAX_DELIVERIES_PER_JOB + 1);
    const [b] = due('b', 1);
    if (b === undefined) throw new Error('none');
    const jobs = toJobs([...a.slice(0, 2), b, ...a.slice(2)]);
    const ids = a.map(({ deliveryId }) => deliveryId);
    expect(jobs).toEqual([
      { deliveryIds: ids.slice(0, MAX_DELIVERIES_PER_JOB) },
      { deliveryIds: ['b 0'] },
      { deliveryIds: ids.slice(MAX_DELIVERIES_PER_JOB) },
    ]);
  });
});

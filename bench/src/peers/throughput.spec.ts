import { expect, it } from 'vitest';
import { throughputOf } from './throughput.js';

it('compares with the mean of what the peer made before and after, of which the medians count', () => {
  expect(throughputOf(5000, [1900, 2000, 9000], [2500, 3000, 3100])).toEqual({ before: 2000, after: 3000, ratio: 2 });
});

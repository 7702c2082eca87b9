import { describe, expect, it } from 'vitest';
import { distribution, median, percentile, sum } from './statistics.js';

describe('percentile', () => {
  it('interpolates between neighbours, whatever the order', () => {
    expect(percentile([40, 10, 20, 30], 0.5)).toBe(25);
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([10, 20], 0.99)).toBeCloseTo(19.9);
  });

  it('gives the ends for 0 and 1', () => {
    expect(percentile([5, 9, 1], 0)).toBe(1);
    expect(percentile([5, 9, 1], 1)).toBe(9);
  });

  it('sorts by number, not by text, and leaves its input alone', () => {
    const values = [100, 9, -20];
    expect(percentile(values, 1)).toBe(100);
    expect(values).toEqual([100, 9, -20]);
  });

  it('is the value itself for one, and NaN for none', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('distribution', () => {
  it('has 99 of 100 values at or below p99', () => {
    const { count, p50, p99, max } = distribution(Array.from({ length: 101 }, (_, index) => index));
    expect({ count, p50, p99, max }).toEqual({ count: 101, p50: 50, p99: 99, max: 100 });
  });

  it('says so when there is nothing', () => {
    expect(distribution([])).toEqual({ count: 0, p50: null, p99: null, max: null });
  });
});

it('finds medians and sums', () => {
  expect(median([1, 100, 2])).toBe(2);
  expect(sum([1, 2, 3.5])).toBe(6.5);
  expect(sum([])).toBe(0);
});

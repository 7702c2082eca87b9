import type { AvailabilityWindow } from '@twotwenty/contracts/availability';
import { describe, expect, it } from 'vitest';
import { coverageWords, outageWords, percentage } from './availability-words.js';

const window = (fields: Partial<AvailabilityWindow>): AvailabilityWindow => ({
  hours: 24,
  from: '2026-03-02T05:00:00.000Z',
  availability: 1,
  coverage: 1,
  coveredSeconds: 86_400,
  downtimeSeconds: 0,
  outages: 0,
  ...fields,
});

describe('availability in words', () => {
  it.each([
    [1, '100%'],
    [0.999999, '> 99.999%'],
    [0.99999, '99.999%'],
    [0.98765, '98.765%'],
    [0.9, '90%'],
    [0, '0%'],
  ])('%d is %s', (share, text) => {
    expect(percentage(share)).toBe(text);
  });

  it('says how often and how long it was out', () => {
    expect(outageWords(window({}))).toBe('No outage');
    expect(outageWords(window({ availability: null, coverage: 0 }))).toBe('Nothing to tell from');
    expect(outageWords(window({ outages: 1, downtimeSeconds: 90 }))).toBe('1 outage, 1\u00a0min');
    expect(outageWords(window({ outages: 3, downtimeSeconds: 7200 }))).toBe('3 outages, 2\u00a0h');
  });

  it.each([
    [1, '100% tested'],
    [0.999, '99% tested'],
    [0.001, 'Less than 1% tested'],
    [0, 'Not tested'],
  ])('a coverage of %d is %s', (coverage, text) => {
    expect(coverageWords(window({ coverage }))).toBe(text);
  });
});

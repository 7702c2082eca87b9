import { describe, expect, it } from 'vitest';
import { firstDueAt, leaseSeconds, nextDueAt } from './due.js';

const now = new Date('2026-01-01T00:00:00Z');
const policy = { failuresPerAlert: 3, maxAlerts: 3, delaySeconds: { up: 300, warn: 60, down: 120.5, lost: 600 } };
const secondsTo = (date: Date): number => (date.getTime() - now.getTime()) / 1000;

describe('due times', () => {
  it.each([
    ['up', 300],
    ['warn', 60],
    ['down', 120.5],
    ['lost', 600],
    ['uninitialized', 60],
  ] as const)('in %s the next test is due after %d s', (status, seconds) => {
    expect(secondsTo(nextDueAt(status, policy, now))).toBe(seconds);
  });

  it('spreads first tests over a minute, or over the delay where that is shorter', () => {
    expect(secondsTo(firstDueAt(policy, now, 0))).toBe(0);
    expect(secondsTo(firstDueAt(policy, now, 0.5))).toBe(30);
    expect(secondsTo(firstDueAt({ ...policy, delaySeconds: { ...policy.delaySeconds, up: 2 } }, now, 0.5))).toBe(1);
  });

  it('lends a test for its time and a grace', () => {
    expect(leaseSeconds(30)).toBe(45);
  });
});

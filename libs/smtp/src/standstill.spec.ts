import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Standstill } from './standstill.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The time passes, and no timer is called. */
function standStill(ms: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
}

it('counts for how long the process stood still while probes were under way', () => {
  const standstill = new Standstill();
  standstill.enter();
  vi.advanceTimersByTime(5100);
  expect(standstill.look()).toBe(0);
  standStill(3000);
  const missedMs = standstill.look();
  expect(missedMs).toBeGreaterThan(2500);
  expect(missedMs).toBeLessThanOrEqual(3000);
  vi.advanceTimersByTime(5000);
  expect(standstill.look()).toBe(missedMs);
});

it('takes a pulse that is a little late for what it is', () => {
  const standstill = new Standstill();
  standstill.enter();
  standStill(700);
  expect(standstill.look()).toBe(0);
});

it('does nothing without a probe, whose pause is no standstill', () => {
  const standstill = new Standstill();
  for (let probe = 0; probe < 2; probe += 1) standstill.enter();
  standstill.leave();
  expect(vi.getTimerCount()).toBe(1);
  standstill.leave();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(60_000);
  standstill.enter();
  expect(standstill.look()).toBe(0);
});

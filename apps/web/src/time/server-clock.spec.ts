import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { observeServerTime, serverNow } from './server-clock.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('serverNow', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is the own clock while that is about right', () => {
    observeServerTime(new Date(NOW + 2000).toUTCString(), NOW);
    expect(serverNow()).toBe(NOW);
  });

  it('follows the controller when the own clock is off, and comes back', () => {
    observeServerTime(new Date(NOW - 600_000).toUTCString(), NOW);
    expect(serverNow()).toBe(NOW - 600_000);
    observeServerTime(new Date(NOW).toUTCString(), NOW);
    expect(serverNow()).toBe(NOW);
  });

  it('ignores an answer without a date, and one with nonsense', () => {
    observeServerTime(null, NOW);
    observeServerTime('yesterday', NOW);
    expect(serverNow()).toBe(NOW);
  });
});

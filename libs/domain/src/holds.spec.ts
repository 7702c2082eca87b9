import { describe, expect, it } from 'vitest';
import { effectiveHold, isTested, type HoldReasons } from './holds.js';
import type { Hold } from './status.js';

const NOW = new Date('2026-01-05T12:00:00Z');
const earlier = new Date(NOW.getTime() - 1);
const later = new Date(NOW.getTime() + 1);

describe('the hold of a monitor', () => {
  it.each<[Hold | null, HoldReasons]>([
    [null, { enabled: true, suspendedUntil: null, maintenance: null }],
    ['maintenance', { enabled: true, suspendedUntil: null, maintenance: 'stop' }],
    ['maintenance', { enabled: true, suspendedUntil: earlier, maintenance: 'mute' }],
    ['suspended', { enabled: true, suspendedUntil: later, maintenance: null }],
    ['suspended', { enabled: true, suspendedUntil: later, maintenance: 'stop' }],
    [null, { enabled: true, suspendedUntil: NOW, maintenance: null }],
    ['disabled', { enabled: false, suspendedUntil: later, maintenance: 'stop' }],
    ['disabled', { enabled: false, suspendedUntil: null, maintenance: null }],
  ])('is %j for %j', (hold, reasons) => {
    expect(effectiveHold(reasons, NOW)).toBe(hold);
  });

  it('keeps it from being tested, but for maintenance that is muted only', () => {
    expect(isTested(null, null)).toBe(true);
    expect(isTested('maintenance', 'mute')).toBe(true);
    expect(isTested('maintenance', 'stop')).toBe(false);
    expect(isTested('suspended', 'mute')).toBe(false);
    expect(isTested('disabled', 'mute')).toBe(false);
  });
});

import type { MonitorEvent } from '@twotwenty/contracts/history';
import { describe, expect, it } from 'vitest';
import { eventShape, eventTitle } from './event-words.js';

const ID = '00000000-0000-4000-8000-000000000001';
const base = { id: '1', monitorId: ID, at: '2026-01-02T03:04:05.000Z', testNumber: 1, reason: null, votes: null };

const CASES: readonly (readonly [MonitorEvent, string, string])[] = [
  [{ ...base, type: 'state-changed', from: 'up', to: 'warn' }, 'Warn, was Up', 'warn'],
  [
    { ...base, type: 'alert-raised', number: 2, failures: 6, incidentId: ID },
    'Alert 2 raised after 6 failures',
    'down',
  ],
  [{ ...base, type: 'recovered', alerts: 1, incidentId: ID }, 'Recovered after 1 alert', 'up'],
  [{ ...base, type: 'test-unknown' }, 'Test without a verdict', 'uninitialized'],
  [{ ...base, type: 'hold-began', hold: 'maintenance' }, 'Maintenance began', 'maintenance'],
  [{ ...base, type: 'hold-ended', hold: 'suspended' }, 'Suspended ended', 'uninitialized'],
];

describe('events', () => {
  it.each(CASES)('%j is told as %s', (event, title, shape) => {
    expect(eventTitle(event)).toBe(title);
    expect(eventShape(event)).toBe(shape);
  });
});

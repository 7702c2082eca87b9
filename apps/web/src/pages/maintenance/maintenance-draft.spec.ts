import { maintenanceInputSchema, type Maintenance } from '@twotwenty/contracts/maintenance';
import { describe, expect, it } from 'vitest';
import { draftOf, newDraft, scopeWords, writtenOf } from './maintenance-draft.js';

const stored: Maintenance = {
  id: '018f0000-0000-7000-8000-000000000000',
  name: 'Patches',
  enabled: true,
  mode: 'stop',
  window: { kind: 'once', from: '2026-01-05T22:00:00.000Z', to: '2026-01-05T23:00:00.000Z' },
  assignment: { to: 'chosen', monitorIds: [], deviceIds: [], tags: ['mx'] },
  openNow: false,
  nextChangeAt: null,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
const recurring = {
  kind: 'recurring',
  timeZone: 'Europe/Berlin',
  from: '2026-01-05T22:00',
  to: '2026-01-06T04:00',
  rule: 'FREQ=MONTHLY;BYDAY=2TU',
} as const;

describe('a draft of a maintenance window', () => {
  it.each([
    stored,
    { ...stored, window: recurring },
    { ...stored, window: { ...recurring, rule: 'FREQ=YEARLY;BYMONTH=1' } },
    { ...stored, assignment: { to: 'all' as const } },
  ])('is written as it was stored when nothing was typed', (maintenance) => {
    const { name, enabled, mode, window, assignment } = maintenance;
    const written = writtenOf(draftOf(maintenance, 'UTC'));
    expect(written).toEqual({ name, enabled, mode, window, assignment });
    expect(maintenanceInputSchema.safeParse(written).success).toBe(true);
  });

  it('leaves what is missing to the controller', () => {
    expect(writtenOf(newDraft('UTC')).window).toEqual({ kind: 'once', from: '', to: '' });
  });
});

describe('scopeWords', () => {
  it('says for whom it is', () => {
    expect(scopeWords({ to: 'all' })).toBe('All monitors');
    expect(scopeWords(stored.assignment)).toBe('tagged mx');
    expect(scopeWords({ to: 'chosen', monitorIds: [], deviceIds: ['a', 'b'], tags: [] })).toBe('2 devices');
    expect(scopeWords({ to: 'chosen', monitorIds: [], deviceIds: [], tags: [] })).toBe('Nothing chosen');
  });
});

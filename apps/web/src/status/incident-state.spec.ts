import { describe, expect, it } from 'vitest';
import { incidentState } from './incident-state.js';

const ENDED = '2026-01-02T03:04:05.000Z';

describe('incidentState', () => {
  it.each([
    [{ endedAt: null, ending: null }, 'open'],
    [{ endedAt: ENDED, ending: 'recovered' }, 'recovered'],
    [{ endedAt: ENDED, ending: 'interrupted' }, 'interrupted'],
    [{ endedAt: ENDED, ending: null }, 'interrupted'],
  ] as const)('%j is %s', (incident, state) => {
    expect(incidentState(incident)).toBe(state);
  });
});

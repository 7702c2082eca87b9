import type { LockedState } from '@twotwenty/database/repositories/decision.repository';

export const NOW = new Date('2026-01-01T00:00:00Z');
export const EARLIER = new Date('2025-12-31T23:00:00Z');

export const POLICY: LockedState['policy'] = {
  timing: { maxTestDurationSeconds: 30, delaySeconds: { up: 300, warn: 60, down: 120, lost: 600 } },
  notification: { failuresPerAlert: 2, maxAlerts: 2 },
  sitesToFail: null,
  confirmFrom: null,
  storeStatistics: true,
};

/** A monitor that is up, with its fifth test in flight. */
export function locked(overrides: Partial<LockedState> = {}): LockedState {
  return {
    monitorKey: 1,
    status: 'up',
    hold: null,
    maintenance: null,
    since: EARLIER,
    failures: 0,
    alerts: 0,
    firstFailureAt: null,
    incidentId: null,
    dueAt: new Date(NOW.getTime() + 20_000),
    testNumber: 5,
    testStartedAt: EARLIER,
    inFlight: true,
    sites: ['default'],
    votes: {},
    confirmSite: null,
    lastTest: null,
    certificatesAfterTest: 0,
    policy: POLICY,
    masked: false,
    now: NOW,
    ...overrides,
  };
}

import type { ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';

/** A test that was due a second before it was claimed. */
export function claimed(monitorKey: number, sites: string[]): ClaimedTest {
  return {
    monitorKey,
    testNumber: 7,
    sites,
    target: {
      host: 'mx1.example.com',
      port: 25,
      security: 'none',
      tls: { certificate: 'require', warnDays: 14, failDays: null },
      addressFamily: 'any',
      ehloName: null,
      strictQuit: false,
    },
    maxTestDurationMs: 30_000,
    delaySeconds: 300,
    shortestDelaySeconds: 60,
    dueAt: new Date(1000),
    claimedAt: new Date(2000),
    forced: false,
    well: true,
  };
}

import type { SelfCheck } from '@twotwenty/domain/self-check';
import { createLogger } from '@twotwenty/observability/logger';
import { waitFor } from '@twotwenty/testing/wait-for';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkPauseMs, Heartbeat } from './heartbeat.js';

const SELF_CHECK: SelfCheck = {
  ehloName: 'probe1.example.com',
  ehloNameSource: 'configured',
  addresses: [],
  findings: [],
  checkedAt: '2026-01-01T00:00:00.000Z',
};
const HEALTH = {
  cpuShare: 0,
  eventLoopDelayMs: 0,
  latenessMs: null,
  waiting: 0,
  port25: 'unknown',
  connectionTable: null,
} as const;
const IDENTITY = {
  id: '0198c5e4-0000-7000-8000-000000000000',
  hostname: 'probe1',
  version: '1.2.3',
  startedAt: '2026-01-01T00:00:00.000Z',
  maxSessions: 500,
};

describe('Heartbeat', () => {
  it('does not look things up again because the queue is away', async () => {
    let sends = 0;
    let checks = 0;
    const heartbeat = new Heartbeat({
      queues: {
        send: () => ((sends += 1), Promise.reject(new Error('the queue is away'))),
        dropWaiting: () => Promise.reject(new Error('the queue is away')),
      },
      site: 'default',
      identity: IDENTITY,
      sessions: () => 0,
      health: () => HEALTH,
      suspect: () => null,
      checkSelf: () => ((checks += 1), Promise.resolve(SELF_CHECK)),
      logger: createLogger('test', 'fatal'),
    });
    onTestFinished(() => heartbeat.stop());
    // The first beat, that of the check, and the first two that are repeated.
    await waitFor(() => sends >= 4, { what: 'beats that are tried again' });
    expect(checks).toBe(1);
  });

  it.each([
    [0, 60],
    [1, 1],
    [2, 2],
    [6, 32],
    [7, 60],
    [2000, 60],
  ])('checks again, after %i checks with trouble in a row, in %i minutes', (troubles, minutes) => {
    expect(checkPauseMs(troubles)).toBe(minutes * 60_000);
  });
});

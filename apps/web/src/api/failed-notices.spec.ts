import type { ActionRun } from '@twotwenty/contracts/action-run';
import { describe, expect, it } from 'vitest';
import { failedNotices, formatCount } from './failed-notices.js';

const base: ActionRun = {
  id: '00000000-0000-4000-8000-000000000001',
  monitorId: null,
  monitorName: null,
  site: null,
  incidentId: null,
  alertId: 'mail',
  alertName: 'Mail team',
  actionId: '00000000-0000-4000-8000-000000000002',
  actionType: 'webhook',
  kind: 'failure',
  alertNumber: 1,
  state: 'failed',
  skip: null,
  standsInForActionId: null,
  attempts: 1,
  nextAttemptAt: null,
  error: 'The receiver answered 404.',
  response: null,
  idempotencyKey: null,
  groupSize: 1,
  createdAt: '2026-01-02T03:04:05.000Z',
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  isRepair: false,
};

function run(fields: Partial<ActionRun>): ActionRun {
  return { ...base, ...fields };
}

describe('failedNotices', () => {
  it('counts by alert, the one with most first, under the newest name', () => {
    const runs = [
      run({ alertName: 'Mail team (renamed)' }),
      run({ alertId: 'call', alertName: 'On call', kind: 'recovery' }),
      run({ alertId: 'call', alertName: 'On call' }),
      run({ createdAt: '2026-01-01T00:00:00.000Z', alertId: 'call', alertName: 'Night shift' }),
    ];
    expect(failedNotices(runs, false)).toEqual({
      count: 4,
      alerts: [
        { alertId: 'call', alertName: 'On call', count: 3 },
        { alertId: 'mail', alertName: 'Mail team (renamed)', count: 1 },
      ],
      oldestAt: '2026-01-01T00:00:00.000Z',
      truncated: false,
    });
  });

  it('leaves out trials and repairs, which retrying all leaves out too', () => {
    expect(failedNotices([run({ kind: 'test' }), run({ isRepair: true })], false)).toEqual({
      count: 0,
      alerts: [],
      oldestAt: null,
      truncated: false,
    });
  });
});

describe('formatCount', () => {
  it('says when there may be more', () => {
    expect(formatCount(failedNotices([base], false))).toBe('1');
    expect(formatCount(failedNotices([base], true))).toBe('1+');
  });
});

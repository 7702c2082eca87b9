import { monitorTimelineEntrySchema, type MonitorTimelineEntry } from '@twotwenty/contracts/monitor-timeline';
import { describe, expect, it } from 'vitest';
import { dayTitle, groupByDay } from './timeline-days.js';

const ID = '00000000-0000-4000-8000-000000000001';
/** Noon of a day and the days before it, by the clock of whoever runs this. */
const noon = (daysAgo: number, minutes = 0) => new Date(2026, 2, 10 - daysAgo, 12, minutes).toISOString();

function run(at: string, code: string | null): MonitorTimelineEntry {
  return monitorTimelineEntrySchema.parse({
    type: 'run',
    at,
    run: {
      id: ID,
      monitorId: ID,
      site: null,
      incidentId: ID,
      alertId: ID,
      alertName: 'Mail team',
      actionId: ID,
      actionType: 'email',
      kind: 'failure',
      alertNumber: 1,
      state: code === null ? 'delivered' : 'skipped',
      skip: code === null ? null : { code, message: 'For a reason.' },
      standsInForActionId: null,
      attempts: 0,
      nextAttemptAt: null,
      error: null,
      response: null,
      idempotencyKey: null,
      groupSize: 1,
      createdAt: at,
      startedAt: null,
      finishedAt: null,
      durationMs: null,
      isRepair: false,
    },
  });
}

function event(at: string): MonitorTimelineEntry {
  return monitorTimelineEntrySchema.parse({
    type: 'event',
    at,
    event: { id: '1', monitorId: ID, at, testNumber: 1, reason: null, votes: null, type: 'test-unknown' },
  });
}

describe('groupByDay', () => {
  it('puts entries under their days', () => {
    const days = groupByDay([event(noon(0, 5)), event(noon(0)), event(noon(3))]);
    expect(days.map(({ at, items }) => [at, items.length])).toEqual([
      [noon(0, 5), 2],
      [noon(3), 1],
    ]);
  });

  it('puts together what was skipped as usual at one moment', () => {
    const [first, second, later] = [
      run(noon(0), 'disabled'),
      run(noon(0), 'out-of-range'),
      run(noon(0, 1), 'disabled'),
    ];
    const held = run(noon(0), 'cooldown');
    expect(groupByDay([later, first, second, held, run(noon(0), null)])[0]?.items).toEqual([
      { type: 'skipped', entries: [later] },
      { type: 'skipped', entries: [first, second] },
      { type: 'entry', entry: held },
      { type: 'entry', entry: run(noon(0), null) },
    ]);
  });
});

describe('dayTitle', () => {
  it('names the day', () => {
    const now = Date.parse(noon(0));
    expect(dayTitle(noon(0), now)).toBe('Today');
    expect(dayTitle(noon(1), now)).toBe('Yesterday');
    expect(dayTitle(noon(8), now)).toMatch(/Monday.*2/);
  });
});

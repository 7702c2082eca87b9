import { timelineEntrySchema, type TimelineEntry } from '@twotwenty/contracts/incident';
import { describe, expect, it } from 'vitest';
import { groupTimeline } from './timeline-groups.js';

const ID = '00000000-0000-4000-8000-000000000001';
const AT = '2026-01-02T03:04:05.000Z';

function run(alertNumber: number, code: string | null): TimelineEntry {
  return timelineEntrySchema.parse({
    type: 'run',
    at: AT,
    run: {
      id: ID,
      monitorId: ID,
      monitorName: 'MX 1',
      site: null,
      incidentId: ID,
      alertId: ID,
      alertName: 'Mail team',
      actionId: ID,
      actionType: 'email',
      kind: 'failure',
      alertNumber,
      state: code === null ? 'delivered' : 'skipped',
      skip: code === null ? null : { code, message: 'For a reason.' },
      standsInForActionId: null,
      attempts: 0,
      nextAttemptAt: null,
      error: null,
      response: null,
      idempotencyKey: null,
      groupSize: 1,
      createdAt: AT,
      startedAt: null,
      finishedAt: null,
      durationMs: null,
      isRepair: false,
      repair: null,
    },
  });
}

const event = timelineEntrySchema.parse({
  type: 'event',
  at: AT,
  event: { id: '1', monitorId: ID, at: AT, testNumber: 1, reason: null, votes: null, type: 'test-unknown' },
});

describe('groupTimeline', () => {
  it('puts together what was skipped in a row, and nothing else', () => {
    const [first, second, third] = [run(1, 'out-of-range'), run(2, 'disabled'), run(3, 'outside-schedule')];
    const sent = run(1, null);
    expect(groupTimeline([event, first, second, sent, third])).toEqual([
      { type: 'entry', entry: event },
      { type: 'skipped', at: AT, entries: [first, second] },
      { type: 'entry', entry: sent },
      { type: 'skipped', at: AT, entries: [third] },
    ]);
  });

  it('tells by itself what a person or a guard rail held back', () => {
    const declined = run(1, 'declined');
    const cooling = run(1, 'cooldown');
    expect(groupTimeline([declined, cooling])).toEqual([
      { type: 'entry', entry: declined },
      { type: 'entry', entry: cooling },
    ]);
  });
});

import type { StreamMessage } from '@twotwenty/contracts/stream';
import { describe, expect, it } from 'vitest';
import { merge, NOTHING, refreshOf, touches } from './refresh.js';

const ONE = '018f0000-0000-7000-8000-000000000001';
const OTHER = '018f0000-0000-7000-8000-000000000002';

const event: StreamMessage = {
  type: 'event',
  event: {
    id: '1',
    type: 'state-changed',
    monitorId: ONE,
    at: '2026-11-29T03:00:00.000Z',
    testNumber: 4,
    reason: null,
    votes: null,
    from: 'up',
    to: 'warn',
  },
};
const tests: StreamMessage = { type: 'tests', monitorIds: [ONE] };

function urgent(message: StreamMessage, key: readonly unknown[]): boolean {
  return touches(refreshOf(message).urgent, key);
}

describe('what is asked for anew', () => {
  it.each([
    [['monitors'], true],
    [['monitors', 'list', { status: 'down' }], true],
    [['monitors', 'of-device', OTHER], true],
    [['monitors', ONE], true],
    [['monitors', ONE, 'results', { limit: 50 }], true],
    [['monitors', OTHER], false],
    [['monitors', OTHER, 'results'], false],
    [['incidents', 'timeline', OTHER], true],
    [['events', 'list'], true],
    [['alerts'], false],
    [['session'], false],
  ])('after an event: %j %s', (key, expected) => {
    expect(urgent(event, key)).toBe(expected);
  });

  it('after tests: what is about the monitor at once, lists in their time', () => {
    expect(urgent(tests, ['monitors', ONE])).toBe(true);
    expect(urgent(tests, ['monitors', OTHER])).toBe(false);
    expect(urgent(tests, ['monitors', 'list'])).toBe(false);
    expect(touches(refreshOf(tests).leisurely, ['monitors', 'list'])).toBe(true);
    expect(touches(refreshOf(tests).leisurely, ['monitors', ONE])).toBe(false);
    expect(touches(refreshOf(tests).leisurely, ['incidents'])).toBe(false);
  });

  it('after many tests: whatever is about a monitor', () => {
    expect(urgent({ type: 'tests', monitorIds: null }, ['monitors', OTHER])).toBe(true);
  });

  it('after a change: the thing, the lists, and what else shows it', () => {
    const changed: StreamMessage = { type: 'changed', resource: 'action-runs', ids: [ONE] };
    expect(urgent(changed, ['action-runs', ONE])).toBe(true);
    expect(urgent(changed, ['action-runs', OTHER])).toBe(false);
    expect(urgent(changed, ['action-runs', 'list', {}])).toBe(true);
    expect(urgent(changed, ['incidents', 'timeline', OTHER])).toBe(true);
    expect(urgent(changed, ['monitors'])).toBe(false);
  });

  it('after a reset: everything but the session', () => {
    expect(urgent({ type: 'reset' }, ['anything', ONE])).toBe(true);
    expect(urgent({ type: 'reset' }, ['session'])).toBe(false);
  });

  it('is the sum of what was asked for', () => {
    const other: StreamMessage = { type: 'changed', resource: 'monitors', ids: [OTHER] };
    const both = merge(refreshOf(tests).urgent, refreshOf(other).urgent);
    expect(touches(both, ['monitors', ONE])).toBe(true);
    expect(touches(both, ['monitors', OTHER])).toBe(true);
    expect(touches(both, ['monitors', 'list'])).toBe(true);
    expect(touches(merge(NOTHING, 'everything'), ['alerts'])).toBe(true);
    expect(
      touches(merge(refreshOf(tests).urgent, refreshOf({ type: 'tests', monitorIds: null }).urgent), [
        'monitors',
        OTHER,
      ]),
    ).toBe(true);
  });
});

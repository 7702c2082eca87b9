import { describe, expect, it } from 'vitest';
import { alertsServing, serves, type Assignment } from './assignment.js';

const monitor = { id: 'm1', deviceId: 'd1', tags: ['mx'], deviceTags: ['frankfurt'] };

function chosen(paths: Partial<Extract<Assignment, { to: 'chosen' }>>): Assignment {
  return { to: 'chosen', monitorIds: [], deviceIds: [], tags: [], ...paths };
}

describe('an assignment', () => {
  it.each<[string, Assignment, boolean]>([
    ['all', { to: 'all' }, true],
    ['nothing', chosen({}), false],
    ['its id', chosen({ monitorIds: ['m0', 'm1'] }), true],
    ['another id', chosen({ monitorIds: ['m2'] }), false],
    ['its device', chosen({ deviceIds: ['d1'] }), true],
    ['its tag', chosen({ tags: ['mx'] }), true],
    ['a tag of its device', chosen({ tags: ['frankfurt'] }), true],
    ['another tag', chosen({ tags: ['london'] }), false],
  ])('to %s', (_, assignment, expected) => {
    expect(serves(assignment, monitor)).toBe(expected);
  });

  it('that reaches a monitor by several paths serves it once', () => {
    const twice = { id: 'a', assignment: chosen({ monitorIds: ['m1', 'm1'], deviceIds: ['d1'], tags: ['mx'] }) };
    const not = { id: 'b', assignment: chosen({ tags: ['london'] }) };
    expect(alertsServing([twice, not], monitor)).toEqual([twice]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uninitializedState, type MonitorState } from '../monitor-state.js';
import type { Hold, Status } from '../status.js';
import { circleClosedBy, describeCircle, findCircle, isMasked, type Dependencies } from './dependencies.js';

function dependenciesOf(edges: Readonly<Record<string, readonly string[]>>): Dependencies {
  return new Map(Object.entries(edges));
}

describe('circles', () => {
  it.each([
    [{}, null],
    [{ a: ['b'], b: ['c'] }, null],
    [{ a: ['b', 'c'], b: ['d'], c: ['d'] }, null],
    [{ a: ['a'] }, ['a', 'a']],
    [{ a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
    [{ x: ['a'], a: ['b'], b: ['c', 'd'], d: ['a'] }, ['a', 'b', 'd', 'a']],
  ])('in %j: %j', (edges, circle) => {
    expect(findCircle(dependenciesOf(edges as Record<string, string[]>))).toEqual(circle);
  });

  it('that a change would close are found, and the change that opens one is allowed', () => {
    const dependencies = dependenciesOf({ switch: ['router'], server: ['switch'] });
    expect(circleClosedBy('router', ['server'], dependencies)).toEqual(['router', 'server', 'switch', 'router']);
    expect(circleClosedBy('server', ['router'], dependencies)).toBeNull();
    expect(circleClosedBy('switch', ['switch'], dependencies)).toEqual(['switch', 'switch']);
  });

  it('are told with names', () => {
    const names: Record<string, string> = { a: 'Router', b: 'Switch' };
    expect(describeCircle(['a', 'b', 'a'], (id) => names[id] ?? id)).toBe(
      '"Router" depends on "Switch" depends on "Router"',
    );
  });

  it('are searched along a chain of 100,000 without running out of stack', () => {
    const chain = new Map(Array.from({ length: 100_000 }, (_, index) => [`${index}`, [`${index + 1}`]]));
    expect(findCircle(chain)).toBeNull();
    expect(findCircle(new Map([...chain, ['100000', ['0']]]))).toHaveLength(100_002);
  });

  it('are paths along the dependencies, and missing exactly where an order exists', () => {
    const graphs = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graphs, (lists) => {
        const dependencies = new Map(lists.map((list, index) => [`${index}`, list.map(String)]));
        const circle = findCircle(dependencies);
        if (circle !== null) {
          expect(circle[0]).toBe(circle.at(-1));
          circle.slice(1).forEach((id, index) => expect(dependencies.get(circle[index] ?? '')).toContain(id));
        }
        // Kahn: take away what depends on nothing that is left.
        const left = new Set(dependencies.keys());
        for (let size = -1; size !== left.size;) {
          size = left.size;
          for (const id of left) if (!dependencies.get(id)?.some((other) => left.has(other))) left.delete(id);
        }
        expect(circle !== null).toBe(left.size > 0);
      }),
    );
  });
});

describe('isMasked', () => {
  const testStartedAt = new Date('2026-01-01T12:00:00Z');
  const earlier = new Date('2026-01-01T11:00:00Z');
  const later = new Date('2026-01-01T12:00:01Z');
  const standing = (status: Status, since = earlier, hold: Hold | null = null): MonitorState => ({
    ...uninitializedState(since, hold),
    status,
  });
  const masked = (
    states: Record<string, MonitorState>,
    edges: Record<string, string[]> = { child: ['parent'] },
  ): boolean => isMasked('child', dependenciesOf(edges), (id) => states[id], testStartedAt);

  it.each<[string, MonitorState, boolean]>([
    ['Down', standing('down'), true],
    ['Lost', standing('lost'), true],
    ['Warn', standing('warn'), false],
    ['Up', standing('up'), false],
    ['Up since the test began', standing('up', later), true],
    ['Up from the moment the test began', standing('up', testStartedAt), false],
    ['uninitialized', standing('uninitialized'), false],
    ['under maintenance', standing('uninitialized', earlier, 'maintenance'), false],
  ])('by one that is %s', (_, parent, expected) => {
    expect(masked({ parent })).toBe(expected);
  });

  it('by none that it does not depend on, and by none that was deleted', () => {
    expect(masked({ parent: standing('down') }, {})).toBe(false);
    expect(masked({})).toBe(false);
  });

  it('by any of several', () => {
    const edges = { child: ['one', 'two'] };
    expect(masked({ one: standing('up'), two: standing('lost') }, edges)).toBe(true);
  });

  it('along a chain, as far as each one on the way fails itself', () => {
    const edges = { child: ['switch'], switch: ['router'] };
    expect(masked({ switch: standing('warn'), router: standing('down') }, edges)).toBe(true);
    expect(masked({ switch: standing('up'), router: standing('down') }, edges)).toBe(false);
    expect(masked({ switch: standing('warn'), router: standing('up') }, edges)).toBe(false);
  });

  it('by nothing in a circle of monitors that warn', () => {
    const edges = { child: ['a'], a: ['b'], b: ['child', 'a'] };
    expect(masked({ child: standing('warn'), a: standing('warn'), b: standing('warn') }, edges)).toBe(false);
  });
});

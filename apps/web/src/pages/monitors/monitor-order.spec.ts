import type { Monitor } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { compareMonitors, keepOrder } from './monitor-order.js';

type State = Monitor['state'];

let lastId = 0;

function monitor(name: string, state: Partial<State>) {
  lastId += 1;
  const base: State = {
    status: 'up',
    since: '2026-01-01T00:00:00.000Z',
    failures: 0,
    alerts: 0,
    hold: null,
    holdUntil: null,
    lastTest: null,
    nextTestAt: null,
    noData: false,
    noDataReason: null,
  };
  return { id: String(lastId).padStart(4, '0'), name, state: { ...base, ...state } };
}

function sortedNames(...monitors: ReturnType<typeof monitor>[]): string[] {
  return monitors.sort(compareMonitors).map(({ name }) => name);
}

describe('compareMonitors', () => {
  it('puts what needs a person first, and held monitors last whatever their status was', () => {
    expect(
      sortedNames(
        monitor('held', { hold: 'suspended', status: 'down' }),
        monitor('up', {}),
        monitor('new', { status: 'uninitialized' }),
        monitor('warn', { status: 'warn' }),
        monitor('lost', { status: 'lost' }),
        monitor('down', { status: 'down' }),
      ),
    ).toEqual(['down', 'lost', 'warn', 'new', 'up', 'held']);
  });

  it('puts the newest trouble first', () => {
    expect(
      sortedNames(
        monitor('a, an hour ago', { status: 'down', since: '2026-01-01T02:00:00.000Z' }),
        monitor('b, just now', { status: 'down', since: '2026-01-01T03:00:00.000Z' }),
      ),
    ).toEqual(['b, just now', 'a, an hour ago']);
  });

  it('sorts the others by name as people count, not by age', () => {
    expect(
      sortedNames(
        monitor('mx 10', { since: '2026-01-01T05:00:00.000Z' }),
        monitor('MX 9', {}),
        monitor('Äpfel', {}),
        monitor('zz', {}),
      ),
    ).toEqual(['Äpfel', 'MX 9', 'mx 10', 'zz']);
  });

  it('keeps monitors of one name in a fixed order', () => {
    const twins = [monitor('twin', {}), monitor('twin', {})];
    const ids = twins.map(({ id }) => id);
    expect(
      twins
        .toReversed()
        .sort(compareMonitors)
        .map(({ id }) => id),
    ).toEqual(ids);
  });
});

describe('keepOrder', () => {
  it('leaves shown rows in their places and adds new ones behind', () => {
    const rows = ['d', 'c', 'b', 'a'].map((id) => ({ id }));
    expect(keepOrder(rows, ['a', 'gone', 'b']).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c']);
  });
});

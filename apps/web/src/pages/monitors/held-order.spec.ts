import { describe, expect, it } from 'vitest';
import { hasMoved, keepPlaces } from './held-order.js';

const items = (...ids: string[]) => ids.map((id) => ({ id, at: 1 }));

describe('rows that are held', () => {
  it('stay where they are while they change', () => {
    const current = [{ id: 'c', at: 2 }, ...items('a', 'b')];
    const rows = keepPlaces(current, items('a', 'b', 'c'));
    expect(rows.map(({ item }) => `${item.id}${item.at}`)).toEqual(['a1', 'b1', 'c2']);
    expect(hasMoved(current, rows)).toBe(true);
  });

  it('stay also when they left the list', () => {
    const rows = keepPlaces(items('a', 'c'), items('a', 'b', 'c'));
    expect(rows.map(({ item, isGone }) => [item.id, isGone])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
    ]);
    expect(hasMoved(items('a', 'c'), rows)).toBe(true);
  });

  it('are followed by those that were loaded since', () => {
    const rows = keepPlaces(items('a', 'b', 'c'), items('a', 'b'));
    expect(rows.map(({ item }) => item.id)).toEqual(['a', 'b', 'c']);
    expect(hasMoved(items('a', 'b', 'c'), rows)).toBe(false);
  });
});

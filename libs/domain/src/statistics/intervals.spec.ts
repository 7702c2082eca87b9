import { describe, expect, it } from 'vitest';
import { intersect, joinClose, totalMs, type Interval } from './intervals.js';

const interval = (fromMs: number, toMs: number): Interval => ({ fromMs, toMs });

describe('intersect', () => {
  it.each<[Interval[], Interval[], Interval[]]>([
    [[], [interval(0, 9)], []],
    [[interval(0, 5)], [interval(5, 9)], []],
    [[interval(0, 9)], [interval(1, 2), interval(3, 4)], [interval(1, 2), interval(3, 4)]],
    [[interval(0, 2), interval(3, 6)], [interval(1, 5)], [interval(1, 2), interval(3, 5)]],
    [
      [interval(2, 4), interval(6, 8)],
      [interval(0, 1), interval(3, 7), interval(7, 9)],
      [interval(3, 4), interval(6, 7), interval(7, 8)],
    ],
  ])('%j and %j', (left, right, expected) => {
    expect(intersect(left, right)).toEqual(expected);
    expect(intersect(right, left)).toEqual(expected);
  });
});

describe('totalMs', () => {
  it('adds up', () => {
    expect(totalMs([interval(1, 3), interval(10, 15)])).toBe(7);
  });
});

describe('joinClose', () => {
  const kinds = [
    { ...interval(0, 2), kind: 'a' },
    { ...interval(3, 4), kind: 'a' },
    { ...interval(9, 10), kind: 'a' },
    { ...interval(10, 12), kind: 'b' },
  ];

  it('joins what is close and alike', () => {
    expect(joinClose(kinds, 2, (left, right) => left.kind === right.kind)).toEqual([
      { ...interval(0, 4), kind: 'a' },
      { ...interval(9, 10), kind: 'a' },
      { ...interval(10, 12), kind: 'b' },
    ]);
  });
});

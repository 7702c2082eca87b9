import { describe, expect, it } from 'vitest';
import { mergeOnTop } from './merge.js';
import { isSame } from './same.js';

const base = { name: 'a', on: true, timing: { up: 1, down: 2 }, tags: ['x'], actions: [thing(1), thing(2)] };

function thing(number: number, text = '') {
  return { id: String(number), text, deep: { left: 0, right: 0 } };
}

describe('mergeOnTop', () => {
  it('keeps what was typed, and takes what was not touched from the other', () => {
    const mine = { ...base, name: 'mine', timing: { up: 1, down: 9 } };
    const theirs = { ...base, name: 'theirs', on: false, timing: { up: 5, down: 2 } };
    expect(mergeOnTop(base, mine, theirs)).toEqual({ ...base, name: 'mine', on: false, timing: { up: 5, down: 9 } });
  });

  it('takes lists of texts as a whole', () => {
    const theirs = { ...base, tags: ['x', 'y'] };
    expect(mergeOnTop(base, { ...base, tags: ['z'] }, theirs).tags).toEqual(['z']);
    expect(mergeOnTop(base, base, theirs).tags).toEqual(['x', 'y']);
  });

  it('merges things by their id, in the order in which they were typed', () => {
    const mine = { ...base, actions: [thing(2, 'mine'), thing(1)] };
    const theirs = { ...base, actions: [thing(1, 'theirs'), { ...thing(2), deep: { left: 7, right: 0 } }, thing(3)] };
    expect(mergeOnTop(base, mine, theirs).actions).toEqual([
      { ...thing(2, 'mine'), deep: { left: 7, right: 0 } },
      thing(1, 'theirs'),
      thing(3),
    ]);
  });

  it('removes what either removed, but nothing that was typed into', () => {
    const removed = { ...base, actions: [] };
    expect(mergeOnTop(base, { ...base, actions: [thing(2)] }, base).actions).toEqual([thing(2)]);
    const typed = { ...base, actions: [thing(1, 'mine'), thing(2)] };
    expect(mergeOnTop(base, typed, removed).actions).toEqual([thing(1, 'mine')]);
    const theirs = { ...base, actions: [thing(1), thing(2, 'theirs')] };
    expect(mergeOnTop(base, removed, theirs).actions).toEqual([]);
  });
});

it('isSame asks for what is in it, whatever its order', () => {
  expect(isSame({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  expect(isSame({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(isSame([1, 2], [2, 1])).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { nextRow, PLACES, readKey } from './read-key.js';

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

describe('a key', () => {
  it('asks for what it says', () => {
    expect(readKey(press('/'), false)).toEqual({ type: 'search' });
    expect(readKey(press('j'), false)).toEqual({ type: 'move', by: 1 });
    expect(readKey(press('k'), false)).toEqual({ type: 'move', by: -1 });
    expect(readKey(press('?'), false)).toEqual({ type: 'help' });
    expect(readKey(press('q'), false)).toBeNull();
    expect(readKey(press('Enter'), false)).toBeNull();
  });

  it('goes to a page after g, and does nothing else then', () => {
    expect(readKey(press('g'), false)).toEqual({ type: 'prefix' });
    expect(readKey(press('i'), true)).toEqual({ type: 'go', to: '/incidents' });
    expect(readKey(press('j'), true)).toBeNull();
    expect(new Set(PLACES.map(({ key }) => key)).size).toBe(PLACES.length);
  });

  it('is left to the browser with Ctrl, Meta or Alt, and to an input method', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'isComposing']) {
      expect(readKey(press('j', { [held]: true }), false)).toBeNull();
    }
  });
});

describe('the next row', () => {
  it.each([
    [-1, 1, 3, 0],
    [-1, -1, 3, 0],
    [0, 1, 3, 1],
    [2, 1, 3, 2],
    [0, -1, 3, 0],
    [-1, 1, 0, -1],
  ] as const)('from %i by %i of %i is %i', (current, by, count, next) => {
    expect(nextRow(current, by, count)).toBe(next);
  });
});

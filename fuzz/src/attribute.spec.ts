import { describe, expect, it } from 'vitest';
import { bringersOf } from './attribute.js';
import type { Cover } from './coverage.js';
import { common, without } from './coverage.js';
import type { FuzzInput } from './input.js';
import { PLAIN_SEEDS } from './seeds.js';

const cover = (...bits: number[]): Cover => (bits.includes(1) ? new Map([['a.js', Uint8Array.from(bits)]]) : new Map());

describe('covers', () => {
  it('are compared character by character, and empty ones have no entry', () => {
    expect(common(cover(1, 1, 0), cover(0, 1, 1))).toEqual(cover(0, 1, 0));
    expect(without(cover(1, 1, 0), cover(0, 1, 1))).toEqual(cover(1, 0, 0));
    expect(without(cover(1), cover(1)).size).toBe(0);
  });
});

describe('bringersOf', () => {
  const inputs = PLAIN_SEEDS.slice(0, 16);

  it('finds each input that made something run, and no other', async () => {
    const first = inputs[3] as FuzzInput;
    const second = inputs[12] as FuzzInput;
    const coverOf = (some: readonly FuzzInput[]): Promise<Cover> =>
      Promise.resolve(cover(1, some.includes(first) ? 1 : 0, some.includes(second) ? 1 : 0));
    expect(await bringersOf(cover(0, 1, 1), inputs, coverOf)).toEqual([first, second]);
  });

  it('finds none for what does not run again', async () => {
    expect(await bringersOf(cover(0, 1), inputs, () => Promise.resolve(cover(1, 0)))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { inputFileSchema } from './input.js';
import { mutate } from './mutate.js';
import { Random } from '@twotwenty/testing/random';
import { PLAIN_SEEDS, TLS_SEEDS } from './seeds.js';

describe('mutate', () => {
  it('gives inputs that a file can hold, of limited size, for every seed', () => {
    const random = new Random(7);
    for (const seeds of [PLAIN_SEEDS, TLS_SEEDS]) {
      let input = random.pick(seeds);
      for (let i = 0; i < 2000; i += 1) {
        const parent = random.oneIn(10) ? random.pick(seeds) : input;
        input = mutate(parent, random.pick(seeds), random);
        expect(inputFileSchema.safeParse({ input }).success).toBe(true);
        expect(input.actions.length).toBeLessThanOrEqual(24);
        expect(JSON.parse(JSON.stringify(input))).toEqual(input);
        // The seeds with TLS are a corpus of their own.
        expect(input.target.security === 'none').toBe(seeds === PLAIN_SEEDS);
      }
    }
  });

  it('gives the same for the same random numbers', () => {
    const make = (seed: number): unknown[] => {
      const random = new Random(seed);
      return PLAIN_SEEDS.map((input) => mutate(input, random.pick(PLAIN_SEEDS), random));
    };
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });
});

describe('Random', () => {
  it('stays within its limits and reaches them', () => {
    const random = new Random(0);
    const seen = Array.from({ length: 1000 }, () => random.between(3, 6));
    expect([...new Set(seen)].sort()).toEqual([3, 4, 5, 6]);
  });
});

import { describe, expect, it } from 'vitest';
import { titlePrefix, headline, moodOf } from './headline.js';
import type { GroupCounts } from './standing.js';

function counts(some: Partial<GroupCounts>): GroupCounts {
  return { down: 0, lost: 0, warn: 0, uninitialized: 0, up: 0, held: 0, ...some };
}

describe('moodOf', () => {
  it.each([
    [{ down: 1, warn: 3, up: 9 }, 'trouble'],
    [{ lost: 1, up: 9 }, 'trouble'],
    [{ warn: 1, up: 9 }, 'warn'],
    [{ up: 1, uninitialized: 4, held: 2 }, 'up'],
    [{ uninitialized: 4 }, 'idle'],
    [{ held: 4 }, 'idle'],
    [{}, 'idle'],
  ])('of %o is %s', (some, mood) => {
    expect(moodOf(counts(some))).toBe(mood);
  });
});

describe('titlePrefix', () => {
  it.each([
    [{ down: 2, warn: 7, up: 1 }, '(2 down) '],
    [{ down: 2, lost: 1 }, '(2 down, 1 lost) '],
    [{ lost: 3, warn: 1 }, '(3 lost) '],
    [{ warn: 1, up: 8 }, '(1 warn) '],
    [{ up: 8, held: 1, uninitialized: 1 }, ''],
    [{}, ''],
  ])('for %o is %s', (some, title) => {
    expect(titlePrefix(counts(some))).toBe(title);
  });
});

describe('headline', () => {
  it.each([
    [{ down: 1, lost: 2, warn: 3, up: 40 }, '1 down, 2 lost, 3 warn'],
    [{ warn: 1, up: 40 }, '1 warn'],
    [{ up: 40, held: 2 }, 'All 40 tested monitors are up'],
    [{ up: 40 }, 'All 40 monitors are up'],
    [{ up: 1 }, 'The monitor is up'],
    [{ up: 1, uninitialized: 1 }, 'The tested monitor is up'],
    [{ uninitialized: 2, held: 1 }, 'Waiting for the first verdict'],
    [{ held: 1 }, 'Every monitor is held: nothing is being judged'],
  ])('for %o is %s', (some, sentence) => {
    expect(headline(counts(some))).toBe(sentence);
  });
});

import { describe, expect, it } from 'vitest';
import { permanence } from './permanence.js';

describe('permanence', () => {
  it.each([
    [null, null],
    [220, null],
    [354, null],
    [399, null],
    [400, 'temporary'],
    [421, 'temporary'],
    [499, 'temporary'],
    [500, 'permanent'],
    [554, 'permanent'],
    [599, 'permanent'],
    [600, null],
  ])('of %s is %s', (code, expected) => expect(permanence(code)).toBe(expected));
});

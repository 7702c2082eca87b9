import { describe, expect, it } from 'vitest';
import { type Address, interleaveFamilies } from './address-order.js';

const v4 = (n: number): Address => ({ address: `192.0.2.${n}`, family: 4 });
const v6 = (n: number): Address => ({ address: `2001:db8::${n}`, family: 6 });

describe('interleaveFamilies', () => {
  it('alternates, IPv6 first, and keeps the order within a family', () => {
    expect(interleaveFamilies([v4(1), v4(2), v4(3), v6(1), v6(2)])).toEqual([v6(1), v4(1), v6(2), v4(2), v4(3)]);
  });

  it('begins with the family asked for', () => {
    expect(interleaveFamilies([v6(1), v6(2), v4(1)], 4)).toEqual([v4(1), v6(1), v6(2)]);
  });

  it('takes one family alone, and none', () => {
    expect(interleaveFamilies([v4(2), v4(1)])).toEqual([v4(2), v4(1)]);
    expect(interleaveFamilies([])).toEqual([]);
  });

  it('drops duplicates', () => {
    expect(interleaveFamilies([v4(1), v4(1), v6(1), v4(1)])).toEqual([v6(1), v4(1)]);
  });
});

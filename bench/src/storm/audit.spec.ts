import { describe, expect, it } from 'vitest';
import { auditDeliveries, isFaultless, type Received, type Told } from './audit.js';

const ONE: Told = { incident: 'i', kind: 'failure', number: 1 };
const TWO: Told = { incident: 'i', kind: 'failure', number: 2 };
const BACK: Told = { incident: 'i', kind: 'recovery', number: 2 };

function got(told: Told, key: string, changes: Partial<Received> = {}): Received {
  return { ...told, action: 0, key, accepted: true, ...changes };
}

describe('auditDeliveries', () => {
  it('finds no fault with what came once, in order, after it was turned away, for each action', () => {
    const received = [
      got(ONE, 'a', { accepted: false }),
      got(ONE, 'x', { action: 1 }),
      got(ONE, 'a'),
      got(TWO, 'b'),
      got(TWO, 'y', { action: 1 }),
      got(BACK, 'z', { action: 1 }),
      got(BACK, 'c'),
    ];
    const audit = auditDeliveries([ONE, TWO, BACK], 2, received);
    expect(audit).toMatchObject({ expected: 6, delivered: 6, repeated: 0, missing: 0, outOfOrder: 0 });
    expect(isFaultless(audit)).toBe(true);
  });

  it('puts up with a repetition under the same key, wherever it comes', () => {
    const audit = auditDeliveries([ONE, TWO], 1, [got(ONE, 'a'), got(TWO, 'b'), got(ONE, 'a')]);
    expect(audit).toMatchObject({ delivered: 2, repeated: 1, outOfOrder: 0 });
    expect(isFaultless(audit)).toBe(true);
  });

  it.each([
    ['missing', [got(ONE, 'a')]],
    ['missing', [got(ONE, 'a'), got(TWO, 'b', { accepted: false })]],
    ['otherKeys', [got(ONE, 'a', { accepted: false }), got(ONE, 'other'), got(TWO, 'b')]],
    ['sharedKeys', [got(ONE, 'a'), got(TWO, 'a')]],
    ['unexpected', [got(ONE, 'a'), got(TWO, 'b'), got(BACK, 'c')]],
    ['outOfOrder', [got(TWO, 'b'), got(ONE, 'a')]],
  ] as const)('counts as %s what is', (fault, received) => {
    const audit = auditDeliveries([ONE, TWO], 1, received);
    expect(audit[fault]).toBe(1);
    expect(isFaultless(audit)).toBe(false);
  });

  it('wants a recovery last', () => {
    const received = [got(ONE, 'a'), got(BACK, 'c'), got(TWO, 'b')];
    expect(auditDeliveries([ONE, TWO, BACK], 1, received).outOfOrder).toBe(1);
  });
});

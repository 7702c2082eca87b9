import { describe, expect, it } from 'vitest';
import type { ActKind, Part } from './acts/act.js';
import { planOutages, planSlots } from './plan.js';

const PARTS: readonly Part[] = ['controllers', 'evaluators', 'workers', 'redis', 'postgres'];
const KINDS = PARTS.flatMap((part) =>
  ['kill', 'halt'].map((what): ActKind => {
    const act = { begin: () => Promise.resolve(''), end: () => Promise.resolve() };
    return { name: `${what} of ${part}`, parts: [part], maxSeconds: 9, losesTests: false, make: () => act };
  }),
);
const names = (seed: number, slots?: number): string[][] =>
  planSlots(seed, KINDS, { slots }).map(({ acts }) => acts.map(({ kind, seconds }) => `${kind.name} ${seconds}`));

describe('planSlots', () => {
  it('is repeated by its seed', () => {
    expect(names(7, 20)).toEqual(names(7, 20));
    expect(names(7, 20)).not.toEqual(names(8, 20));
  });

  it('has every kind once when it is not told how long to go on', () => {
    const acts = planSlots(3, KINDS).flatMap((slot) => slot.acts.map(({ kind }) => kind.name));
    expect(acts.toSorted()).toEqual(KINDS.map(({ name }) => name).toSorted());
  });

  it('never hits a part twice at once, and sometimes two parts', () => {
    const slots = planSlots(5, KINDS, { slots: 200 });
    for (const { acts } of slots) {
      const parts = acts.flatMap(({ kind }) => kind.parts);
      expect(new Set(parts).size).toBe(parts.length);
    }
    expect(slots.some(({ acts }) => acts.length === 2)).toBe(true);
  });

  it('keeps to the longest time', () => {
    const lengths = planSlots(5, KINDS, { maxSeconds: 3 }).flatMap(({ acts }) => acts.map(({ seconds }) => seconds));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(3);
  });
});

describe('planOutages', () => {
  it('has each target fail and be well in turn, in the order of time', () => {
    const changes = planOutages(1, ['a', 'b'], 600);
    expect(changes).toEqual(changes.toSorted((left, right) => left.atSeconds - right.atSeconds));
    const own = changes.filter(({ address }) => address === 'a').map(({ become }) => become === 'well');
    expect(own.length).toBeGreaterThan(2);
    expect(own.every((well, index) => well === (index % 2 === 1))).toBe(true);
  });
});

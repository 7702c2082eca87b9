import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Recent } from './recent.js';

it('holds what a list of everything that was seen would', () => {
  const steps = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      what: fc.constantFrom('put', 'put', 'put', 'delete', 'forget'),
      pauseMs: fc.integer({ min: 0, max: 40 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (sequence) => {
      const recent = new Recent<{ readonly key: string; readonly seenAtMs: number }>();
      let plain: { readonly key: string; readonly seenAtMs: number }[] = [];
      let nowMs = 0;
      for (const { key, what, pauseMs } of sequence) {
        nowMs += pauseMs;
        const before = plain;
        if (what === 'forget') plain = plain.filter(({ seenAtMs }) => seenAtMs > nowMs - 100);
        else plain = plain.filter((entry) => entry.key !== key);
        if (what === 'put') plain.push({ key, seenAtMs: nowMs });
        if (what === 'put') recent.put(key, { key, seenAtMs: nowMs });
        else if (what === 'delete') recent.delete(key);
        else expect(recent.forgetUntil(nowMs - 100)).toBe(plain.length < before.length);
        expect(recent.values()).toEqual(plain);
        expect(recent.size).toBe(plain.length);
      }
    }),
  );
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { House, PATIENT_MS, resultFrom } from './address-gate.fixture.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a probe of the model does. Times are milliseconds. */
const plan = fc.record({
  address: fc.constantFrom('a', 'b'),
  arrivesAt: fc.nat({ max: 300 }),
  staysFor: fc.integer({ min: 1, max: 80 }),
  patience: fc.constantFrom(50, 200, PATIENT_MS),
  /** Leaves at that time after its arrival, whether it is in or not. */
  abortsAfter: fc.option(fc.nat({ max: 200 }), { freq: 4 }),
  answer: fc.constantFrom(220, 220, 220, 421),
});

describe('any number of probes', () => {
  it('keeps limits, pauses and order, forgets nobody, and lets nobody in who has left', async () => {
    const limits = fc.record({
      maxSessions: fc.integer({ min: 1, max: 3 }),
      pauseMs: fc.constantFrom(0, 10),
      slots: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { maxLength: 30 }), limits, async (plans, { maxSessions, pauseMs, slots }) => {
        const house = new House(maxSessions, pauseMs, slots);
        const inside = new Map<string, number>();
        const lastBegun = new Map<string, number>();
        const asked: Record<string, number[]> = { a: [], b: [] };
        const letIn: Record<string, number[]> = { a: [], b: [] };
        let busy = 0;
        let ended = 0;
        const runs = plans.map(async ({ address, arrivesAt, staysFor, patience, abortsAfter, answer }, id) => {
          await sleep(arrivesAt);
          const { gate, seat } = await house.probe(patience);
          asked[address]?.push(id);
          await new Promise<void>((resolve) => {
            let over = false;
            const finish = (): void => {
              if (over) return;
              over = true;
              if (visit.admitted) {
                busy -= 1;
                inside.set(address, (inside.get(address) ?? 0) - 1);
              }
              visit.leave();
              resolve();
            };
            const enter = (): void => {
              expect(over).toBe(false);
              busy += 1;
              inside.set(address, (inside.get(address) ?? 0) + 1);
              expect(busy).toBeLessThanOrEqual(slots);
              expect(inside.get(address)).toBeLessThanOrEqual(maxSessions);
              expect(performance.now() - (lastBegun.get(address) ?? -Infinity)).toBeGreaterThanOrEqual(pauseMs);
              lastBegun.set(address, performance.now());
              letIn[address]?.push(id);
              setTimeout(() => {
                if (!over) house.gates.heed(resultFrom(address, answer), gate);
                finish();
              }, staysFor);
            };
            const visit = gate.visit(address, (error) => {
              expect(over).toBe(false);
              if (error === null) enter();
              else {
                over = true;
                resolve();
              }
            });
            if (visit.admitted) enter();
            if (abortsAfter !== null) setTimeout(finish, abortsAfter);
          });
          seat.leave();
          ended += 1;
        });
        await vi.advanceTimersByTimeAsync(2_000_000);
        expect(ended).toBe(plans.length);
        await Promise.all(runs);
        for (const address of ['a', 'b']) {
          const served = new Set(letIn[address]);
          expect(letIn[address]).toEqual(asked[address]?.filter((id) => served.has(id)));
        }
        expect(house.free).toBe(slots);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import { describe, expect, it } from 'vitest';
import { stopInOrder } from './stop-order.mjs';

/** Stages that take the given times, or as long as they are let. @param {(number | 'for ever')[][]} times */
function stagesTaking(times) {
  let now = 0;
  /** @type {[stage: number, graceMs: number, began: number][]} */
  const calls = [];
  const stages = times.map((stage, index) =>
    stage.map((ms) => ({
      name: `${index}`,
      stop: (/** @type {number} */ graceMs) => {
        calls.push([index, graceMs, now]);
        const took = ms === 'for ever' ? graceMs : ms;
        return Promise.resolve().then(() => void (now += took));
      },
    })),
  );
  return { stages, calls, now: () => now };
}

describe('stopInOrder', () => {
  it('stops one stage after the other, and those of a stage together', async () => {
    const { stages, calls, now } = stagesTaking([[10, 20], [30], [40]]);
    await stopInOrder(stages, 1000, 100, now);
    expect(calls.map(([stage, , began]) => [stage, began])).toEqual([
      [0, 0],
      [0, 0],
      [1, 30],
      [2, 60],
    ]);
  });

  it('gives a stage what the others leave, and keeps a reserve for each that follows', async () => {
    const { stages, calls, now } = stagesTaking([['for ever'], [50], ['for ever']]);
    await stopInOrder(stages, 1000, 100, now);
    expect(calls.map(([, graceMs]) => graceMs)).toEqual([800, 100, 150]);
    expect(now()).toBe(1000);
  });

  it('does without stages that are empty', async () => {
    await expect(stopInOrder([[], []], 1000, 100)).resolves.toBeUndefined();
  });
});

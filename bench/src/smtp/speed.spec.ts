import { describe, expect, it } from 'vitest';
import type { SpeedResult } from './orders.js';
import { interleave, ratioOf, summarizeSpeed } from './speed.js';

function result(cpuMicrosecondsPerProbe: number, changes: Partial<SpeedResult> = {}): SpeedResult {
  const cpuMicroseconds = cpuMicrosecondsPerProbe * 10;
  return {
    probes: 10,
    seconds: 2,
    cpuMicroseconds,
    userMicroseconds: cpuMicroseconds / 4,
    systemMicroseconds: (cpuMicroseconds * 3) / 4,
    failed: 0,
    ...changes,
  };
}

describe('summarizeSpeed', () => {
  it('takes medians per probe and adds up the failures', () => {
    const figures = summarizeSpeed([result(100), result(300, { seconds: 5, failed: 2 }), result(120, { failed: 1 })]);
    expect(figures).toEqual({
      probesPerRun: 10,
      probesPerSecond: 5,
      cpuMicrosecondsPerProbe: 120,
      userMicrosecondsPerProbe: 30,
      systemMicrosecondsPerProbe: 90,
      failed: 3,
      runsCpuMicroseconds: [100, 300, 120],
    });
  });

  it('has no parts where only the sum is known', () => {
    const figures = summarizeSpeed([result(100, { userMicroseconds: null, systemMicroseconds: null })]);
    expect(figures).toMatchObject({ userMicrosecondsPerProbe: null, systemMicrosecondsPerProbe: null });
  });
});

it('compares runs of the same round', () => {
  // A machine at half its pace in the second round changes both, and not the ratio.
  const one = summarizeSpeed([result(100), result(200), result(130)]);
  const other = summarizeSpeed([result(80), result(160), result(100)]);
  expect(ratioOf(one, other)).toEqual({ median: 1.25, rounds: [1.25, 1.25, 1.3] });
});

it('runs each contender once in every round', async () => {
  const order: string[] = [];
  const contender = (name: string, cpu: number) => () => {
    order.push(name);
    return Promise.resolve(result(cpu));
  };
  const figures = await interleave(2, { bare: contender('bare', 80), probe: contender('probe', 100) });
  expect(order).toEqual(['bare', 'probe', 'bare', 'probe']);
  expect(figures.bare.runsCpuMicroseconds).toEqual([80, 80]);
  expect(figures.probe.cpuMicrosecondsPerProbe).toBe(100);
});

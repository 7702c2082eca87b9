import { expect, it } from 'vitest';
import { Lateness } from './lateness.js';

it('tells how late the probes of the last minute began', () => {
  let nowMs = 1_000_000;
  const lateness = new Lateness(() => nowMs);
  expect(lateness.percentiles()).toBeNull();
  lateness.add(7);
  expect(lateness.percentiles()).toEqual({ p50: 7, p99: 7 });
  nowMs += 60_001;
  expect(lateness.percentiles()).toBeNull();
  for (let latenessMs = 100; latenessMs >= 1; latenessMs -= 1) lateness.add(latenessMs);
  expect(lateness.percentiles()).toEqual({ p50: 50, p99: 99 });
});

it('knows a busy process by its newest probes', () => {
  const lateness = new Lateness(() => 0);
  for (let count = 0; count < 5000; count += 1) lateness.add(count < 3000 ? 1_000_000 : 5);
  expect(lateness.percentiles()).toEqual({ p50: 5, p99: 5 });
});

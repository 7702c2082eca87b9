import { expect, it } from 'vitest';
import { summarizeMemory } from './memory.js';

it('takes medians and what a session adds', () => {
  const results = [
    { idleBytes: 1000, peakBytes: 3000, failed: 0 },
    { idleBytes: 1100, peakBytes: 4100, failed: 2 },
    { idleBytes: 1200, peakBytes: 2200, failed: 0 },
  ];
  expect(summarizeMemory(results, 10)).toEqual({ idleBytes: 1100, peakBytes: 3000, bytesPerSession: 200, failed: 2 });
});

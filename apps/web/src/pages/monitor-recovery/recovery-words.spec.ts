import { describe, expect, it } from 'vitest';
import { formatStepTime } from './recovery-words.js';

describe('formatStepTime', () => {
  it('counts from the beginning', () => {
    expect(formatStepTime('2026-01-02T03:04:06.449Z', '2026-01-02T03:04:05.000Z')).toBe('+1.4 s');
  });

  it('is never before it, whatever two clocks say', () => {
    expect(formatStepTime('2026-01-02T03:04:04.000Z', '2026-01-02T03:04:05.000Z')).toBe('+0 s');
  });
});

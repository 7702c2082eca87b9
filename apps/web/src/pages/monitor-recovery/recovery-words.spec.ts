import { describe, expect, it } from 'vitest';
import { formatCheckProblems, formatStepTime } from './recovery-words.js';

describe('formatStepTime', () => {
  it('counts from the beginning', () => {
    expect(formatStepTime('2026-01-02T03:04:06.449Z', '2026-01-02T03:04:05.000Z')).toBe('+1.4 s');
  });

  it('is never before it, whatever two clocks say', () => {
    expect(formatStepTime('2026-01-02T03:04:04.000Z', '2026-01-02T03:04:05.000Z')).toBe('+0 s');
  });
});

describe('formatCheckProblems', () => {
  it('calls fields what the form calls them', () => {
    const problems = new Map([
      ['port', 'must be 1 to 65535'],
      ['services.1', 'must be a unit'],
      ['else', 'is not a known field'],
    ]);
    expect(formatCheckProblems(problems)).toEqual([
      'Port: must be 1 to 65535',
      'Service 2: must be a unit',
      'else: is not a known field',
    ]);
  });
});

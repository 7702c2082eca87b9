import { describe, expect, it } from 'vitest';
import { formatOutcome, formatSelection, splitTags } from './bulk-words.js';

describe('bulk actions in words', () => {
  it('name whom they are for', () => {
    expect(formatSelection({ ids: ['1'] }, ['MX 1'], 9)).toBe('MX 1');
    expect(formatSelection({ ids: ['1', '2', '3', '4', '5'] }, ['a', 'b', 'c', 'd', 'e'], 9)).toBe(
      'a, b, c and 2 more',
    );
    expect(formatSelection({ filter: {} }, [], 50_000)).toBe('all 50,000 monitors that match');
    expect(formatSelection({ filter: {} }, [], null)).toBe('all monitors that match');
  });

  it('say what came of it', () => {
    const outcome = { matched: 3, changed: 3, unchanged: 0, reasons: [] };
    expect(formatOutcome('disable', outcome)).toBe('3 monitors disabled.');
    expect(formatOutcome('resume', { ...outcome, changed: 1, unchanged: 2 })).toBe(
      '1 monitor resumed; 2 stayed as they were.',
    );
    expect(formatOutcome('test', { ...outcome, changed: 0, unchanged: 1 })).toBe(
      '0 monitors tested now; 1 stayed as it was.',
    );
    expect(formatOutcome('test', { ...outcome, matched: 0, changed: 0 })).toBe('There was no monitor to change.');
  });

  it('take tags as they are written', () => {
    expect(splitTags(' mail, rack-7;mail  prod ')).toEqual(['mail', 'rack-7', 'prod']);
    expect(splitTags(' ')).toEqual([]);
  });
});

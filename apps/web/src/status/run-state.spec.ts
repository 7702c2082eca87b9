import { describe, expect, it } from 'vitest';
import { channelWord } from './channel-words.js';
import { formatOccasion } from './run-state.js';

describe('formatOccasion', () => {
  it.each([
    [{ kind: 'failure', alertNumber: 2 }, 'Alert 2'],
    [{ kind: 'recovery', alertNumber: 1 }, 'Recovery after 1 alert'],
    [{ kind: 'recovery', alertNumber: 3 }, 'Recovery after 3 alerts'],
    [{ kind: 'test', alertNumber: 0 }, 'Trial'],
  ] as const)('%j is %s', (run, text) => {
    expect(formatOccasion(run)).toBe(text);
  });
});

describe('channelWord', () => {
  it('has a word for what it knows, and keeps the name of what it does not', () => {
    expect(channelWord('snmp-trap')).toBe('SNMP trap');
    expect(channelWord('carrier-pigeon')).toBe('carrier-pigeon');
    expect(channelWord('toString')).toBe('toString');
  });
});

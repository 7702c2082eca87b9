import { describe, expect, it } from 'vitest';
import { channelWord } from './channel-words.js';
import { formatOccasion, isFinal, isRetryable, moodOfRun, RUN_STATE_ORDER, RUN_STATE_WORDS } from './run-state.js';

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

describe('RUN_STATE_ORDER', () => {
  it('offers every state once', () => {
    expect([...RUN_STATE_ORDER].sort()).toEqual(Object.keys(RUN_STATE_WORDS).sort());
  });
});

describe('moodOfRun', () => {
  it.each([
    ['failed', 'trouble'],
    ['refused', 'trouble'],
    ['unknown', 'warn'],
    ['awaiting-approval', 'warn'],
    ['done', 'up'],
    ['running', 'idle'],
    ['skipped', 'idle'],
  ] as const)('%s is %s', (state, mood) => {
    expect(moodOfRun(state)).toBe(mood);
  });
});

describe('isFinal', () => {
  it('says which states change by themselves or wait for somebody', () => {
    const open = RUN_STATE_ORDER.filter((state) => !isFinal(state));
    expect(open).toEqual(['awaiting-approval', 'pending', 'ready', 'running']);
  });
});

describe('isRetryable', () => {
  it('is a notice that failed, and a repair that did not come to a good end', () => {
    const retryable = (isRepair: boolean) => RUN_STATE_ORDER.filter((state) => isRetryable({ state, isRepair }));
    expect(retryable(false)).toEqual(['failed']);
    expect(retryable(true)).toEqual(['failed', 'unknown', 'refused']);
  });
});

describe('channelWord', () => {
  it('has a word for what it knows, and keeps the name of what it does not', () => {
    expect(channelWord('snmp-trap')).toBe('SNMP trap');
    expect(channelWord('reboot-server')).toBe('Reboot server');
    expect(channelWord('carrier-pigeon')).toBe('carrier-pigeon');
    expect(channelWord('toString')).toBe('toString');
  });
});

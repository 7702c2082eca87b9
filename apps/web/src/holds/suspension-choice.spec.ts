import { describe, expect, it } from 'vitest';
import { outcomeWords, suspensionInput } from './suspension-choice.js';

describe('suspensionInput', () => {
  it('is so many seconds, or a moment by the clock of the viewer', () => {
    expect(suspensionInput({ duration: '1800', until: '' })).toEqual({ forSeconds: 1800 });
    expect(suspensionInput({ duration: 'until', until: '2026-03-01T10:30' })).toEqual({
      until: new Date(2026, 2, 1, 10, 30).toISOString(),
    });
  });

  it('is nothing without the moment', () => {
    expect(suspensionInput({ duration: 'until', until: '' })).toBeNull();
    expect(suspensionInput({ duration: 'until', until: 'soon' })).toBeNull();
  });
});

describe('outcomeWords', () => {
  it.each([
    [{ until: null, monitors: 0 }, 'There is no monitor to which it applies.'],
    [{ until: null, monitors: 1 }, '1 monitor no longer suspended.'],
    [{ until: '2026-01-01T00:00:00Z', monitors: 3 }, '3 monitors suspended until'],
  ])('%j: %s', (suspension, words) => {
    expect(outcomeWords(suspension)).toBe(words);
  });
});

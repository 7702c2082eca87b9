import { describe, expect, it } from 'vitest';
import { formatMs, phaseTimes } from './session-words.js';

describe('formatMs', () => {
  it.each([
    [0, '0 ms'],
    [0.44, '0.4 ms'],
    [9.96, '10 ms'],
    [12.4, '12 ms'],
    [1234, '1.23 s'],
    [30_000, '30 s'],
  ])('%s is %s', (ms, words) => {
    expect(formatMs(ms).replaceAll('\u00a0', ' ')).toBe(words);
  });
});

describe('phaseTimes', () => {
  it('names the phases that took place, in their order', () => {
    const timings = { dnsMs: null, connectMs: 1, greetingMs: 20, ehloMs: null, tlsMs: 5, quitMs: 0, totalMs: 26 };
    expect(phaseTimes(timings)).toEqual([
      { phase: 'connect', ms: 1 },
      { phase: 'tls', ms: 5 },
      { phase: 'greeting', ms: 20 },
      { phase: 'quit', ms: 0 },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { formatMs } from './format-ms.js';

describe('formatMs', () => {
  it.each([
    [0, '0 ms'],
    [4.26, '4.3 ms'],
    [12.6, '13 ms'],
    [2103, '2,103 ms'],
    [30_000, '30 s'],
  ])('%d', (ms, text) => {
    expect(formatMs(ms)).toBe(text.replace(' ', '\u00a0'));
  });
});

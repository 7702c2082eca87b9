import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text.js';

describe('cutText', () => {
  it('leaves a text alone that fits', () => expect(cutText('abc', 3)).toBe('abc'));
  it('cuts one that does not', () => expect(cutText('abcd', 3)).toBe('abc'));
  it('cuts no character in half', () => {
    expect(cutText('ab\u{1f4e7}', 3)).toBe('ab');
    expect(cutText('ab\u{1f4e7}c', 4)).toBe('ab\u{1f4e7}');
  });
});

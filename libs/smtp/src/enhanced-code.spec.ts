import { describe, expect, it } from 'vitest';
import { enhancedCodeOf } from './enhanced-code.js';

describe('enhancedCodeOf', () => {
  it.each([
    ['550', '5.7.1 Access denied', '5.7.1'],
    ['451', '4.3.0', '4.3.0'],
    ['221', '2.0.0 Bye', '2.0.0'],
  ])('reads %s %s', (code, text, expected) => expect(enhancedCodeOf(code, [text])).toBe(expected));

  it.each(['Access denied', '5.7.1.2 x', 'x 5.7.1', '5.7', '3.1.1 x', ''])('finds none in %j', (text) => {
    expect(enhancedCodeOf('550', [text])).toBeNull();
  });

  it('ignores one that contradicts the reply code', () => expect(enhancedCodeOf('450', ['5.7.1 x'])).toBeNull());
  it('finds none where there is no line', () => expect(enhancedCodeOf('220', [])).toBeNull());
});

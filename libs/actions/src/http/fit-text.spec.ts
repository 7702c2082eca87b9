import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, octetsOf, oneLine } from './fit-text.js';

/** Characters of all lengths in UTF-16 and UTF-8, and some that are escaped. */
const unit = fc.constantFrom('a', 'ж', '…', '\u{1f642}', '<', '"', '\n');

describe('fitText', () => {
  it.each([
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a\u{1f642}b', 3, 'a…'],
    ['a\u{1f642}bc', 4, 'a\u{1f642}…'],
  ])('of %j within %i is %j', (text, maxLength, fitted) => {
    expect(fitText(text, maxLength)).toBe(fitted);
  });

  it.each([
    ['units', (character: string) => character.length],
    ['octets', octetsOf],
    ['characters of HTML', (character: string) => character.replaceAll('<', '&lt;').length],
  ])('keeps to a limit of %s, and cuts no more than it must', (_, lengthOf) => {
    const total = (text: string): number => Array.from(text).reduce((sum, each) => sum + lengthOf(each), 0);
    fc.assert(
      fc.property(fc.string({ unit }), fc.integer({ min: 3, max: 40 }), (text, maxLength) => {
        const fitted = fitText(text, maxLength, lengthOf);
        expect(total(fitted)).toBeLessThanOrEqual(maxLength);
        expect(/\p{Cs}/u.test(fitted)).toBe(false);
        if (total(text) <= maxLength) expect(fitted).toBe(text);
        else expect(text.startsWith(fitted.slice(0, -1)) && fitted.endsWith('…')).toBe(true);
      }),
    );
  });
});

describe('oneLine', () => {
  it('makes a space of all that would break a line', () => {
    expect(oneLine(' a\r\n\tb\u2028c\u0000\u0085d \u{1f642}\n')).toBe('a b c d \u{1f642}');
  });
});

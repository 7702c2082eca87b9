import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainCommand, posixCommand } from './remote-command.js';

/** How a POSIX shell takes the words of a command apart. */
function wordsInShell(words: readonly string[]): string[] {
  const command = posixCommand(['printf', '%s\\0', ...words]);
  return execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const unit = fc.oneof(
  fc.constantFrom("'", '"', '\\', '$', '`', '!', '\n', '\r', '\t', ' ', '*', '~', '#', ';', '&', '|', '(', '-', '%'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
);
// What UTF-8 can not hold never gets here as it is.
const word = fc
  .array(unit, { maxLength: 12 })
  .map((units) => units.join(''))
  .filter((text) => !/\p{Cs}/u.test(text) && !text.includes('\0'));

describe('a POSIX command', () => {
  test('reaches the program word for word, whatever is in the words', () => {
    const property = fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
      expect(wordsInShell(words)).toEqual(words);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test.each(['', ' ', "'", "''", "a'b", '$(touch /tmp/x)', '; rm -rf /tmp/x', '-n', '\\', "\\'", 'a\nb'])(
    'keeps %j as one word',
    (text) => {
      expect(wordsInShell([text, 'next'])).toEqual([text, 'next']);
    },
  );

  test('quotes every word', () => {
    expect(posixCommand(['systemctl', 'restart', "it's"])).toBe(`'systemctl' 'restart' 'it'\\''s'`);
  });

  test('is not made with a NUL, or of nothing', () => {
    expect(() => posixCommand(['echo', 'a\0b'])).toThrow(RangeError);
    expect(() => posixCommand([])).toThrow(RangeError);
  });
});

describe('a plain command', () => {
  test('is the words as they are', () => {
    expect(plainCommand(['powershell.exe', '-NoProfile', 'QQ+/=='])).toBe('powershell.exe -NoProfile QQ+/==');
  });

  test.each(['', 'a b', 'a&b', "'", '%PATH%', '$x', 'a;b', 'a\n', '-a b', '--', '^'])('is not made of %j', (text) => {
    expect(() => plainCommand(['program', text])).toThrow(RangeError);
  });
});

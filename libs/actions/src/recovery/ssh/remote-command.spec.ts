import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainCommand, posixCommand } from './remote-command.js';

/** How a POSIX shell takes the words of a command apart: each in Base64, as no output can hold all of them. */
function wordsInShell(words: readonly string[]): string[] {
  const program = `for word; do printf %s "$word" | base64 | tr -d '\\n'; echo; done`;
  const command = posixCommand(['sh', '-c', program, 'sh', ...words]);
  const lines = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\n').slice(0, -1);
  return lines.map((line) => Buffer.from(line, 'base64').toString());
}

const unit = fc.oneof(
  fc.constantFrom("'", '"', '\\', '$', '`', '!', '\n', '\r', '\t', ' ', '*', '~', '#', ';', '&', '|', '(', '-', '%'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
);
// What UTF-8 can not hold never gets here as it is.
const word = fc
  .array(unit, { maxLength: 12 })
  .map((units) => units.join(''))
  .filter((text) => text.isWellFormed() && !text.includes('\0'));

describe('a POSIX command', () => {
  test('reaches the program word for word, whatever is in the words', () => {
    const property = fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
      expect(wordsInShell(words)).toEqual(words);
    });
    fc.assert(property, { numRuns: 60 });
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

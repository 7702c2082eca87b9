declare const quoted: unique symbol;

/** A command line that a remote shell takes apart into just the words it was made of. */
export type RemoteCommand = string & { readonly [quoted]: true };

/**
 * For a POSIX shell: every word in single quotes, in which nothing has a meaning but the closing quote.
 * @throws RangeError when there is no word, or one has a NUL, which no argument can hold
 */
export function posixCommand(words: readonly string[]): RemoteCommand {
  if (words.length === 0) throw new RangeError('A command has at least one word');
  return words.map(quotePosix).join(' ') as RemoteCommand;
}

function quotePosix(word: string): string {
  if (word.includes('\0')) throw new RangeError('An argument can not hold NUL');
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

// No shell gives these a meaning inside a word: not sh, not cmd.exe, not PowerShell.
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9.+/=]*$|^-[A-Za-z]+$/;

/**
 * For whatever shell Windows has: words that need no quotes in any of them.
 * @throws RangeError when a word is not as plain as that
 */
export function plainCommand(words: readonly string[]): RemoteCommand {
  if (words.length === 0 || !words.every((word) => PLAIN.test(word))) {
    throw new RangeError('A word would need quotes, and it is not known which ones');
  }
  return words.join(' ') as RemoteCommand;
}

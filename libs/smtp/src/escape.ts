const UNPRINTABLE = /[^\x20-\x7e]/g;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** Controls, format characters such as those that turn the direction of text, line separators, halves of characters. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Makes text that came from a server safe to show on a terminal, in a log or in a page.
 *
 * @param text one character per octet (latin1).
 * @returns printable ASCII only; every other octet as `\xNN`.
 */
export function escapeOctets(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.replace(UNPRINTABLE, (octet) => `\\x${octet.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/**
 * The same for text of any script, as it stands in certificates.
 *
 * @returns visible characters only; every other one as `\u{NNNN}`.
 */
export function escapeText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

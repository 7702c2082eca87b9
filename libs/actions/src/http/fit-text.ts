const ELLIPSIS = '…';

/**
 * The beginning of a text, with `…` at its end if it is cut; never half of a character.
 *
 * @param maxLength in what `lengthOf` measures
 * @param lengthOf length of one character where it is limited: UTF-16 units, octets, or what its escape takes up
 */
export function fitText(text: string, maxLength: number, lengthOf: (character: string) => number = unitsOf): string {
  const room = maxLength - lengthOf(ELLIPSIS);
  let length = 0;
  let kept = 0;
  let index = 0;
  for (const character of text) {
    length += lengthOf(character);
    if (length > maxLength) return `${text.slice(0, kept)}${ELLIPSIS}`;
    index += character.length;
    if (length <= room) kept = index;
  }
  return text;
}

function unitsOf(character: string): number {
  return character.length;
}

/** Length of a character in UTF-8. */
export function octetsOf(character: string): number {
  return Buffer.byteLength(character);
}

/** Length of a character within a text of JSON, in UTF-8. */
export function octetsInJson(character: string): number {
  return Buffer.byteLength(JSON.stringify(character)) - 2;
}

/** A text on one line: every run of spaces, line breaks and controls becomes a space. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

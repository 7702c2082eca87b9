const UNPRINTABLE = /[^\x20-\x7e]/g;

/**
 * Makes text that came from a server safe to show on a terminal, in a log or in a page.
 *
 * @param text one character per octet (latin1).
 * @returns printable ASCII only; every other octet as `\xNN`.
 */
export function escapeOctets(text: string): string {
  return text.replace(UNPRINTABLE, (octet) => `\\x${octet.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

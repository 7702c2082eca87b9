/**
 * The beginning of a text, never ending in half of a character, which fits no UTF-8.
 *
 * @param maxLength in UTF-16 units
 */
export function cutText(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
}

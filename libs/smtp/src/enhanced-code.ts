const ENHANCED_CODE = /^([245])\.\d{1,3}\.\d{1,3}(?= |$)/;

/**
 * Reads the enhanced status code at the beginning of a reply's text (RFC 2034 §4, RFC 3463 §2).
 *
 * @param code the reply code, three digits
 * @returns such as `5.7.1`; null if there is none, or if its class contradicts the reply code, which RFC 2034 forbids.
 */
export function enhancedCodeOf(code: string, lines: readonly string[]): string | null {
  const match = ENHANCED_CODE.exec(lines[0] ?? '');
  return match === null || match[1] !== code[0] ? null : match[0];
}

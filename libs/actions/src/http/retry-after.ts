/** Nobody who asks for more is taken at his word: somebody waits for the notice. */
const MAX_RETRY_AFTER_SECONDS = 3600;

/**
 * Reads Retry-After (RFC 9110 §10.2.3), which is a number of seconds or a date.
 * @param nowMs the clock that a date is compared with, milliseconds since 1970
 * @returns whole seconds, 0 to 3600; null if it is neither
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return boundRetryAfter(Number(header));
  // Every form of HTTP-date (RFC 9110 §5.6.7) begins with the name of a day; Date.parse would take nearly anything.
  const at = /^\s*(mon|tue|wed|thu|fri|sat|sun)/i.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? null : boundRetryAfter((at - nowMs) / 1000);
}

/** @returns whole seconds, 0 to 3600, never less than was asked for within that range; null for what is no number */
export function boundRetryAfter(seconds: unknown): number | null {
  if (typeof seconds !== 'number' || Number.isNaN(seconds)) return null;
  return Math.min(Math.max(Math.ceil(seconds), 0), MAX_RETRY_AFTER_SECONDS);
}

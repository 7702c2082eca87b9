import type { Result } from '@twotwenty/contracts/history';

/**
 * Joins newer results to those that are known.
 * @param known newest first, as is `newer`
 * @param newer the newest ones there are, `asked` of them at most
 * @param limit how many are kept
 * @returns null when there is a gap between them, so that all have to be asked for
 */
export function mergeResults(
  known: readonly Result[],
  newer: readonly Result[],
  asked: number,
  limit: number,
): readonly Result[] | null {
  if (newer.length < asked) return newer.slice(0, limit);
  const fresh = new Set(newer.map(keyOf));
  const rest = known.filter((result) => !fresh.has(keyOf(result)));
  if (rest.length === known.length) return null;
  return [...newer, ...rest].slice(0, limit);
}

function keyOf({ at, site, testNumber }: Result): string {
  return `${at} ${site} ${testNumber}`;
}

import { Children, isValidElement, useDeferredValue, type ReactElement, type ReactNode } from 'react';

/** More than most windows have room for below the head of a page. */
const AT_ONCE = 12;
/** Stands in no key: keys come from ids and names of one line. */
const BETWEEN = '\n';

/**
 * Rows of a list, of which no more than 12 that were not there before are drawn at once; the others follow when these are seen.
 * So another list answers a click as soon as its first window is drawn.
 * @param children rows, each with a key
 */
export function useInTurn(children: ReactNode): readonly ReactElement[] {
  const rows = Children.toArray(children).filter(isValidElement);
  const keys = rows.map(({ key }) => key).join(BETWEEN);
  const drawn = useDeferredValue(keys, '');
  if (drawn === keys) return rows;
  const known = new Set(drawn.split(BETWEEN));
  let fresh = 0;
  return rows.filter(({ key }) => known.has(String(key)) || ++fresh <= AT_ONCE);
}

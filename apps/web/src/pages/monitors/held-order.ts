/** A row in its place. */
export interface HeldRow<T> {
  readonly item: T;
  /** It is not in the list any more, and is shown as it was last. */
  readonly isGone: boolean;
}

/**
 * Keeps rows that people look at where they are: those that were shown stay in their places, as they are now, also those
 * that have left the list; new ones follow in their order.
 * @param current the list as it is now
 * @param shown what was on the screen when it began to be held
 */
export function keepPlaces<T extends { readonly id: string }>(
  current: readonly T[],
  shown: readonly T[],
): HeldRow<T>[] {
  const now = new Map(current.map((item) => [item.id, item]));
  const places = new Set(shown.map(({ id }) => id));
  const held = shown.map((last) => ({ item: now.get(last.id) ?? last, isGone: !now.has(last.id) }));
  const added = current.filter(({ id }) => !places.has(id)).map((item) => ({ item, isGone: false }));
  return [...held, ...added];
}

/** Whether rows would move, come or go before the last one that was shown, if they were not held. */
export function hasMoved<T extends { readonly id: string }>(
  current: readonly T[],
  rows: readonly HeldRow<T>[],
): boolean {
  return rows.some(({ item, isGone }, index) => isGone || current[index]?.id !== item.id);
}

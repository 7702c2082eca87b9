import { useCallback, useMemo, useState, type FocusEvent } from 'react';
import { hasMoved, keepPlaces, type HeldRow } from './held-order.js';

interface Held<T> {
  readonly list: string;
  readonly items: readonly T[];
}

interface HeldOrder<T> {
  readonly rows: readonly HeldRow<T>[];
  /** Another order is there, and is not shown because the rows are held. */
  readonly hasMoved: boolean;
  /** Shows the order as it is now, and holds that one. */
  readonly refresh: () => void;
  /** For the element around the rows. */
  readonly watch: {
    readonly onPointerMove: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

/**
 * Keeps rows in their places while the pointer or the focus is among them, so that no row jumps away from under a click.
 * @param list names what is listed: another list is not held back by the one before
 * @param isKnown false while `current` are still the rows of the list before, which are not held
 */
export function useHeldOrder<T extends { readonly id: string }>(
  current: readonly T[],
  list: string,
  isKnown: boolean,
): HeldOrder<T> {
  const [held, setHeld] = useState<Held<T> | null>(null);
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const begin = useCallback(() => {
    if (isKnown) setHeld((before) => (before?.list === list ? before : { list, items: current }));
  }, [current, list, isKnown]);
  const isHeld = held?.list === list && (isPointed || isFocused);
  const rows = useMemo(() => keepPlaces(current, isHeld ? held.items : current), [current, held, isHeld]);
  const end = (stays: boolean): void => {
    if (!stays) setHeld(null);
  };
  return {
    rows,
    hasMoved: isHeld && hasMoved(current, rows),
    refresh: () => {
      setHeld({ list, items: current });
    },
    watch: {
      // Every movement: another list may have come under a pointer that was here before.
      onPointerMove: () => {
        setPointed(true);
        begin();
      },
      onPointerLeave: () => {
        setPointed(false);
        end(isFocused);
      },
      onFocus: () => {
        setFocused(true);
        begin();
      },
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (currentTarget.contains(relatedTarget)) return;
        setFocused(false);
        end(isPointed);
      },
    },
  };
}

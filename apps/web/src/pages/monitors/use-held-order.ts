import { useCallback, useEffect, useRef, useState } from 'react';
import { keepOrder } from './monitor-order.js';

const CALM_AFTER_MS = 3000;

/**
 * Keeps rows in their places while people point at them or move through them by keyboard, so that no row jumps away
 * from under a click; the true order returns 3 seconds later.
 * @returns the items in the order to show, and what to call at every such movement
 */
export function useHeldOrder<T extends { readonly id: string }>(
  sorted: readonly T[],
): readonly [readonly T[], () => void] {
  const [heldIds, setHeldIds] = useState<readonly string[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );

  const hold = useCallback(() => {
    setHeldIds((ids) => ids ?? sorted.map(({ id }) => id));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setHeldIds(null);
    }, CALM_AFTER_MS);
  }, [sorted]);

  return [heldIds === null ? sorted : keepOrder(sorted, heldIds), hold];
}

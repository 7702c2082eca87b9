import { useCallback } from 'react';

/** What a page offers to the keys: a field to search in, and a list to move through. */
export type TargetName = 'search' | 'list';

const targets = new Map<TargetName, HTMLElement>();

/**
 * Offers an element of the page to the keys while it is shown. In a list each row has `data-key-row`; what opens a row has
 * `data-key-open`, its checkbox `data-key-select`.
 * @returns for the element's `ref`
 */
export function useKeyTarget<T extends HTMLElement>(name: TargetName): (element: T | null) => (() => void) | undefined {
  return useCallback(
    (element: T | null) => {
      if (element === null) return undefined;
      targets.set(name, element);
      return () => {
        if (targets.get(name) === element) targets.delete(name);
      };
    },
    [name],
  );
}

/** The element that is offered now. */
export function keyTarget(name: TargetName): HTMLElement | undefined {
  return targets.get(name);
}

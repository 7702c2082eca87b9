import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const GLIDE_MS = 250;

/** Where the parts of a list lay when it was last looked at. */
interface Seen {
  /** Of the list, in pixels. */
  width: number;
  readonly places: WeakMap<Element, Place>;
}

/** Within the list, in pixels; no transform changes it. */
interface Place {
  readonly left: number;
  readonly top: number;
}

/**
 * Lets the parts of a list glide to their new places when its order or the height of one of them changes, so that nothing jumps
 * and eyes can follow. Who asks for less motion sees them there at once.
 * @returns for the element whose children are the parts
 */
export function useGlide<T extends HTMLElement>(): RefObject<T | null> {
  const list = useRef<T>(null);
  const seen = useRef<Seen>({ width: 0, places: new WeakMap() });
  useLayoutEffect(() => {
    if (list.current !== null) glide(list.current, seen.current);
  });
  // What grows within a part is drawn without the list; this is told of it before it is seen.
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      glide(element, seen.current);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return list;
}

/** Starts each part that has moved from where it was seen last. */
function glide(list: HTMLElement, seen: Seen): void {
  // In a window of another width everything has another place.
  const isSameWidth = seen.width === list.clientWidth;
  seen.width = list.clientWidth;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const parts = [...list.children].filter((part) => part instanceof HTMLElement);
  // All are measured before one is started: an animation would have the next measured anew.
  const moves = parts.map((part) => {
    const place = { left: part.offsetLeft, top: part.offsetTop };
    const before = seen.places.get(part);
    seen.places.set(part, place);
    return { part, x: (before ?? place).left - place.left, y: (before ?? place).top - place.top };
  });
  if (!isSameWidth || isStill) return;
  for (const { part, x, y } of moves) {
    if (x === 0 && y === 0) continue;
    // Added to a glide that is not over yet, which is so continued instead of cut.
    const way = { transform: [`translate(${x}px, ${y}px)`, 'translate(0, 0)'] };
    part.animate(way, { duration: GLIDE_MS, easing: 'ease-out', composite: 'add' });
  }
}

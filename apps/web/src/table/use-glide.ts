import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const GLIDE_MS = 250;
const FADE_MS = 300;

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
 * and eyes can follow. For who asks for less motion they fade
 * away and come up in the new place.
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
    const before = seen.places.get(part) ?? place;
    seen.places.set(part, place);
    const [x, y] = [before.left - place.left, before.top - place.top];
    // Making room for a line more is no motion that troubles anybody.
    return { part, x, y, move: isStill && Math.hypot(x, y) > part.offsetHeight ? fade : slide };
  });
  if (!isSameWidth) return;
  for (const { part, x, y, move } of moves) if (x !== 0 || y !== 0) move(part, { x, y });
}

/** From where to where a part has moved, in pixels. */
interface Way {
  readonly x: number;
  readonly y: number;
}

function slide(part: HTMLElement, way: Way): void {
  // Added to a glide that is not over yet, which is so continued instead of cut.
  const keyframes = { transform: [towards(way), 'translate(0, 0)'] };
  part.animate(keyframes, { duration: GLIDE_MS, easing: 'ease-out', composite: 'add' });
}

const fades = new WeakMap<HTMLElement, { readonly animation: Animation; readonly way: Way }>();

function fade(part: HTMLElement, { x, y }: Way): void {
  const last = fades.get(part);
  // In its first half it was still seen where it had come from.
  const isStillThere = last !== undefined && Number(last.animation.currentTime ?? FADE_MS) < FADE_MS / 2;
  last?.animation.cancel();
  const way = isStillThere ? { x: x + last.way.x, y: y + last.way.y } : { x, y };
  const keyframes = [
    { transform: towards(way) },
    { transform: towards(way), opacity: 0, offset: 0.5 },
    { transform: 'none', opacity: 0, offset: 0.5 },
    { transform: 'none' },
  ];
  fades.set(part, { animation: part.animate(keyframes, { duration: FADE_MS }), way });
}

/** @returns what shows a part at the place from which it comes */
function towards({ x, y }: Way): string {
  return `translate(${x}px, ${y}px)`;
}

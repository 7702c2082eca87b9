import { useCallback, useState, type RefCallback } from 'react';

/**
 * How wide an element is, in pixels. Known before it is first painted, which the observer of `useElementSize` is too late for:
 * what is laid out by the width would be seen to move.
 * @returns 0 before there is an element
 */
export function useWidth(): { readonly ref: RefCallback<HTMLElement>; readonly width: number } {
  const [width, setWidth] = useState(0);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    const measure = (): void => {
      setWidth(element.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return { ref, width };
}

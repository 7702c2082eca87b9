import { heirOf, spotOf, type Spot } from './spot.js';

/**
 * Watches over the keyboard's focus: where its element goes away or is busy for a while, the browser gives it to nothing, and
 * who does not see the page is nowhere. It then goes back to what opened a dialog, to the next row after a deletion, to the
 * button that is done. What a person leaves on purpose is not held.
 * @returns ends it
 */
export function keepFocus(): () => void {
  let spot: Spot | null = null;
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement) spot = spotOf(target, spot);
  };
  const onBlur = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return;
    // What is about to be removed is still there when it loses the focus.
    queueMicrotask(() => {
      if (isNowhere() && spot?.element.isConnected === true && !spot.element.matches(':disabled')) spot = null;
    });
  };
  const onPointer = (): void => {
    if (isNowhere()) spot = null;
  };
  const observer = new MutationObserver(() => {
    if (spot !== null && isNowhere()) heirOf(spot)?.focus({ preventScroll: true });
  });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onBlur);
  document.addEventListener('pointerdown', onPointer);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', onBlur);
    document.removeEventListener('pointerdown', onPointer);
    observer.disconnect();
  };
}

/** On a page that was gone to the focus is no longer on the link: it is where the page begins, or where the page has put it. */
export function arrive(): void {
  const page = document.querySelector('main');
  if (page?.contains(document.activeElement) === false) page.focus({ preventScroll: true });
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

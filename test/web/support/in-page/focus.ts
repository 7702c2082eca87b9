/// <reference lib="dom" />

/** What has the keyboard's focus, as a person sees it. */
export interface Focused {
  /** Tells it from all other elements. */
  readonly key: number;
  readonly description: string;
  /** Inside the window and not covered by something that stays in place, such as a header. */
  readonly inSight: boolean;
  /** It looks otherwise than without the focus. */
  readonly marked: boolean;
  /** It is part of what was asked for. */
  readonly inside: boolean;
}

declare global {
  interface Window {
    /** What has had the focus. */
    focused?: Map<Element, Focused>;
  }
}

/**
 * Runs in the page: null when nothing has the focus, as before the first and after the last element.
 * @param around selects what the focus should be in
 */
export async function lookAtFocus(around: string): Promise<Focused | null> {
  // What keeps the focus inside a dialog may still be at it.
  await new Promise((resolve) => setTimeout(resolve));
  const element = document.activeElement;
  if (element === null || element === document.body || element === document.documentElement) return null;
  const known = (window.focused ??= new Map());
  // To look twice would take the focus back to the first part of a field for a date.
  const before = known.get(element);
  if (before !== undefined) return before;
  // Around it is what is marked instead where the element itself is hidden: a checkbox under its picture.
  const seen = [element, element.parentElement, element.nextElementSibling].filter((each) => each !== null);
  const looks = (): string =>
    seen
      .map((each) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, textDecoration } =
          getComputedStyle(each);
        const outline = outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        return [outline, boxShadow, borderColor, backgroundColor, textDecoration].join();
      })
      .join(';');
  const box = element.getBoundingClientRect();
  const withFocus = looks();
  const active = element as HTMLElement;
  active.blur();
  const without = looks();
  active.focus({ preventScroll: true });
  const label = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
  const focused = {
    key: known.size,
    description: `${element.localName}${element.id === '' ? '' : `#${element.id}`} "${label}"`,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: withFocus !== without,
    inside: element.closest(around) !== null,
  };
  known.set(element, focused);
  return focused;
}

/** Runs in the page: how many elements the Tab key should reach. @param around selects what they are counted in */
export function countTabStops(around: string): number {
  const candidates = document.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]',
  );
  return [...candidates].filter((element) => element.closest(around) !== null && isTabStop(element)).length;

  function isTabStop(element: HTMLElement): boolean {
    if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]') !== null) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    // Of radio buttons that belong together one is reached, and the arrows lead to the others.
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
      (other) => other.name === element.name && other.form === element.form,
    );
    const chosen = group.find((other) => other.checked);
    return chosen === undefined ? group[0] === element : chosen === element;
  }
}

/** One step of the way from an element up to the page: what is around, and the how manieth child of it leads there. */
interface Step {
  readonly around: Element;
  readonly index: number;
}

/** Where the focus was. It can be found again when the element itself is gone. */
export interface Spot {
  readonly element: HTMLElement;
  readonly way: readonly Step[];
  /** The page, by the path of its address. */
  readonly path: string;
  readonly dialog: Element | null;
  /** Where the focus was before the dialog got it. */
  readonly opener: Spot | null;
}

const DIALOG = '[role="dialog"], [role="alertdialog"], dialog';
const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** @param before where the focus was until now */
export function spotOf(element: HTMLElement, before: Spot | null): Spot {
  const dialog = element.closest(DIALOG);
  const isSame = before?.dialog === dialog;
  const opener = dialog === null ? null : isSame ? (before?.opener ?? null) : before;
  return { element, way: wayFrom(element), path: location.pathname, dialog, opener };
}

/**
 * What is to have the focus after its element lost it: the element when it may have it again, what opened the dialog that is
 * gone, what now stands where it stood, the whole of another page.
 * @returns null for nothing, or nothing yet: a button that is busy gets it back when it is done
 */
export function heirOf(spot: Spot): HTMLElement | null {
  const { element, way, dialog, opener, path } = spot;
  if (element.isConnected && element.checkVisibility()) return element.matches(':disabled') ? null : element;
  if (dialog?.isConnected === false) return opener === null ? null : heirOf(opener);
  const page = document.querySelector('main');
  if (path !== location.pathname) return page;
  for (const { around, index } of way) {
    if (!around.isConnected) continue;
    if (!isWithinPage(around)) return null;
    const stop = nearestStop([...around.children], index);
    if (stop !== undefined) return stop;
  }
  return page;
}

function wayFrom(element: Element): Step[] {
  const way: Step[] = [];
  for (let at = element; at.parentElement !== null; at = at.parentElement) {
    way.push({ around: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  }
  return way;
}

/** The frame around the pages does not go, and what lies over them leads back by its opener. */
function isWithinPage(element: Element): boolean {
  return element.closest(`main, ${DIALOG}`) !== null;
}

/** Of what followed first, then of what came before. */
function nearestStop(children: readonly Element[], index: number): HTMLElement | undefined {
  for (const child of [...children.slice(index), ...children.slice(0, index).reverse()]) {
    const stop = [child, ...child.querySelectorAll(STOPS)].find(isStop);
    if (stop !== undefined) return stop;
  }
  return undefined;
}

function isStop(element: Element): element is HTMLElement {
  if (!(element instanceof HTMLElement) || !element.matches(STOPS) || element.tabIndex < 0) return false;
  return !element.matches(':disabled') && element.closest('[inert]') === null && element.checkVisibility();
}

/// <reference lib="dom" />

/** What runs in pages: no function here may use anything outside of itself. */

declare global {
  interface Window {
    /** When what was waited for was painted, milliseconds from the beginning of the page. */
    paintedAtMs?: number;
    /** From the first input to the painted answer, milliseconds. */
    answeredAfterMs?: number;
  }
}

/** Notes when something that a selector finds has been painted for the first time. */
export function notePainted(selector: string): void {
  const look = (): void => {
    if (document.querySelector(selector) === null) requestAnimationFrame(look);
    // The frame that follows has been handed over by then.
    else requestAnimationFrame(() => setTimeout(() => (window.paintedAtMs = performance.now())));
  };
  requestAnimationFrame(look);
}

/** Notes how long it takes from the next click or input until other rows have been painted. @param rows finds their links */
export function noteAnswer(rows: string): void {
  const shown = (): string => [...document.querySelectorAll(rows)].map((row) => row.getAttribute('href')).join(' ');
  const before = shown();
  let beganAtMs: number | undefined;
  const begin = (event: Event): void => void (beganAtMs ??= event.timeStamp);
  for (const type of ['click', 'input', 'change']) window.addEventListener(type, begin, { capture: true, once: true });
  delete window.answeredAfterMs;
  const look = (): void => {
    const now = shown();
    const isThere =
      beganAtMs !== undefined && now !== before && now !== '' && document.querySelector('[aria-busy="true"]') === null;
    if (!isThere) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => (window.answeredAfterMs = performance.now() - (beganAtMs ?? 0))));
  };
  requestAnimationFrame(look);
}

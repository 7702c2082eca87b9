import { useEffect, type RefObject } from 'react';

// Inputs without a problem may have an empty place for one.
const WRONG =
  '[aria-invalid="true"], [data-problem], [data-error], .mantine-InputWrapper-error:not(:empty), .mantine-Input-error:not(:empty)';
const FOCUSABLE = 'input, select, textarea, button, [tabindex]';

/**
 * Takes the keyboard to the first field of the form that was refused; where none was, to what says why. Outside of a form
 * nobody has typed, and it stays where it is.
 * @param said in the form; says why
 * @param error compared by identity
 */
export function useFirstProblem(said: RefObject<HTMLElement | null>, error: Error | null): void {
  useEffect(() => {
    if (error === null) return;
    // What is closed, and has something wrong in it, is opened in the meantime.
    const frame = requestAnimationFrame(() => {
      const form = said.current?.closest('form') ?? null;
      if (form === null) return;
      const wrong = form.querySelector<HTMLElement>(WRONG);
      const field = (wrong === null ? null : fieldOf(wrong)) ?? said.current;
      field?.focus({ preventScroll: true });
      field?.scrollIntoView({ block: 'center' });
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [said, error]);
}

function fieldOf(wrong: HTMLElement): HTMLElement | null {
  if (wrong.matches(FOCUSABLE)) return wrong;
  return wrong.closest('.mantine-InputWrapper-root')?.querySelector<HTMLElement>(FOCUSABLE) ?? null;
}

import { useEffect, type RefObject } from 'react';

// Inputs without a problem may have an empty place for one.
const WRONG =
  '[aria-invalid="true"], [data-error], .mantine-InputWrapper-error:not(:empty), .mantine-Input-error:not(:empty)';
const FOCUSABLE = 'input, select, textarea, button';

/**
 * Takes the keyboard to the first field that was refused; where none was, back to the button, which lost it while it worked.
 * @param error compared by identity
 * @param button finds the button that was refused
 */
export function useFirstProblem(form: RefObject<HTMLElement | null>, error: Error | null, button: string): void {
  useEffect(() => {
    if (error === null || form.current === null) return;
    const wrong = form.current.querySelector<HTMLElement>(WRONG);
    if (wrong === null) {
      form.current.querySelector<HTMLElement>(button)?.focus({ preventScroll: true });
      return;
    }
    const field = wrong.matches(FOCUSABLE)
      ? wrong
      : wrong.closest('.mantine-InputWrapper-root')?.querySelector<HTMLElement>(FOCUSABLE);
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  }, [form, error, button]);
}

import { useEffect, type RefObject } from 'react';

const WRONG = '[aria-invalid="true"], [data-error], .mantine-InputWrapper-error, .mantine-Input-error';
const FOCUSABLE = 'input, select, textarea, button';

/** Takes the keyboard to the first field that was refused. @param error compared by identity */
export function useFirstProblem(form: RefObject<HTMLElement | null>, error: Error | null): void {
  useEffect(() => {
    if (error === null) return;
    const wrong = form.current?.querySelector<HTMLElement>(WRONG);
    if (wrong === null || wrong === undefined) return;
    const field = wrong.matches(FOCUSABLE)
      ? wrong
      : wrong.closest('.mantine-InputWrapper-root')?.querySelector<HTMLElement>(FOCUSABLE);
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  }, [form, error]);
}

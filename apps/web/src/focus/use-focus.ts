import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { arrive, keepFocus } from './keep-focus.js';

/** Leads the keyboard's focus from page to page, and keeps it from getting lost on one. To be used once. */
export function useFocus(): void {
  const router = useRouter();
  useEffect(() => keepFocus(), []);
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged) arrive();
      }),
    [router],
  );
}

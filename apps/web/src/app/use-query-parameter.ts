import { useCallback, useSyncExternalStore } from 'react';

const CHANGED = 'query-parameter-changed';

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(CHANGED, listener);
  };
}

/** A value kept in the address, so that what is shown can be shared and the back button undoes it. */
export function useQueryParameter(name: string): readonly [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name));
  const setValue = useCallback(
    (next: string | null) => {
      const url = new URL(location.href);
      if (next === null) url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      history.pushState(null, '', url);
      dispatchEvent(new Event(CHANGED));
    },
    [name],
  );
  return [value, setValue];
}

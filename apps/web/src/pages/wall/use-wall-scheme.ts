import { useComputedColorScheme } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

export interface WallScheme {
  readonly isDark: boolean;
  readonly toggle: () => void;
}

/**
 * The colours of the wall: dark until somebody chooses otherwise, which this browser remembers. The choice for the other pages
 * stays what it is.
 */
export function useWallScheme(): WallScheme {
  const [scheme, setScheme] = useLocalStorage<'dark' | 'light'>({
    key: 'twotwenty-wall',
    defaultValue: 'dark',
    getInitialValueInEffect: false,
  });
  const elsewhere = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const own = scheme === 'light' ? 'light' : 'dark';
  useEffect(() => {
    document.documentElement.setAttribute('data-mantine-color-scheme', own);
    return () => {
      document.documentElement.setAttribute('data-mantine-color-scheme', elsewhere);
    };
  }, [own, elsewhere]);
  return {
    isDark: own === 'dark',
    toggle: () => {
      setScheme(own === 'dark' ? 'light' : 'dark');
    },
  };
}

import { useEffect } from 'react';
import idle from './favicons/idle.svg';
import trouble from './favicons/trouble.svg';
import up from './favicons/up.svg';
import warn from './favicons/warn.svg';
import type { Mood } from './headline.js';

const ICONS: Readonly<Record<Mood, string>> = { trouble, warn, up, idle };

/** Sets the browser tab's title and icon. */
export function useTab(title: string, mood: Mood): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null) link.href = ICONS[mood];
  }, [mood]);
}

import { useEffect } from 'react';
import idle from './favicons/idle.svg';
import trouble from './favicons/trouble.svg';
import up from './favicons/up.svg';
import warn from './favicons/warn.svg';
import { useConnection } from '../live/use-live.js';
import type { Mood } from './headline.js';

const ICONS: Readonly<Record<Mood, string>> = { trouble, warn, up, idle };

/** Sets the browser tab's title and icon. While nobody answers they claim nothing. */
export function useTab(title: string, mood: Mood): void {
  const isDown = useConnection().status === 'down';
  const shownTitle = isDown ? '(no connection) TwoTwenty' : title;
  const shownMood = isDown ? 'idle' : mood;
  useEffect(() => {
    document.title = shownTitle;
  }, [shownTitle]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null) link.href = ICONS[shownMood];
  }, [shownMood]);
}

import { useEffect } from 'react';
import idle from './favicons/idle.svg';
import trouble from './favicons/trouble.svg';
import up from './favicons/up.svg';
import warn from './favicons/warn.svg';
import { useConnection } from '../live/use-live.js';
import type { Mood } from './headline.js';
import { tabOf, type Tab, type Worst } from './tab.js';

const ICONS: Readonly<Record<Mood, string>> = { trouble, warn, up, idle };

let page: Tab | null = null;
let worst: Worst | null = null;

function show(): void {
  const { title, mood } = tabOf(page, worst);
  document.title = title;
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link !== null) link.href = ICONS[mood];
}

/**
 * Names the page in the browser's tab. Behind the log-in the title begins with what is worst, and the icon follows it.
 * While no controller answers it claims nothing.
 * @param mood for the icon where nothing is known of the monitors
 */
export function useTab(title: string, mood: Mood): void {
  const isDown = useConnection().status === 'down';
  useEffect(() => {
    const mine: Tab = isDown ? { title: '(no connection) TwoTwenty', mood: 'idle' } : { title, mood };
    page = mine;
    show();
    return () => {
      // Another page may have come before this one went.
      if (page !== mine) return;
      page = null;
      show();
    };
  }, [isDown, title, mood]);
}

/** Tells the tab what is worst among all monitors. @param now null while it is not known */
export function useWorstInTab(now: Worst | null): void {
  const { prefix, mood } = now ?? { prefix: '', mood: null };
  useEffect(() => {
    worst = mood === null ? null : { prefix, mood };
    show();
    return () => {
      worst = null;
    };
  }, [prefix, mood]);
}

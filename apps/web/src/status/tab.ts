import type { Mood } from './headline.js';

const PRODUCT = 'TwoTwenty';
const NO_CONNECTION = '(no connection)';

/** What a page says of itself. */
export interface Tab {
  readonly title: string;
  readonly mood: Mood;
}

/** What is worst among all monitors. */
export interface Worst {
  /** Such as `(2 down) `; empty when nothing is wrong. */
  readonly prefix: string;
  readonly mood: Mood;
}

/**
 * The title and the mood of the browser's tab. What is worst comes first, because a tab shows its first letters only.
 * @param page null where the page says nothing
 * @param worst null where nothing is known of the monitors
 */
export function tabOf(page: Tab | null, worst: Worst | null): Tab {
  const title = page?.title ?? PRODUCT;
  // A page without a connection knows less than its icon would claim.
  if (worst === null || title.startsWith(NO_CONNECTION)) return { title, mood: page?.mood ?? 'idle' };
  return { title: `${worst.prefix}${title}`, mood: worst.mood };
}

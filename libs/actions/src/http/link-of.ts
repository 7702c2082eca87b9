import type { Notice } from '../channel.js';

/** The address of the page of the monitor; null if there is none, or if the notice tells of several incidents. */
export function linkOf({ incidents }: Pick<Notice, 'incidents'>): string | null {
  const [{ link }, ...others] = incidents;
  const url = URL.canParse(link) ? new URL(link) : null;
  return url !== null && /^https?:$/.test(url.protocol) && others.length === 0 ? url.href : null;
}

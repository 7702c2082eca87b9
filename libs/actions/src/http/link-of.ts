import { isAboutSite } from '@twotwenty/domain/alerting/notice-kinds';
import type { Notice } from '../channel.js';

/** The address of the page of the monitor or of the sites; null if there is none, or if the notice tells of several incidents. */
export function linkOf({ incidents }: Pick<Notice, 'incidents'>): string | null {
  const [{ link }, ...others] = incidents;
  const url = URL.canParse(link) ? new URL(link) : null;
  return url !== null && /^https?:$/.test(url.protocol) && others.length === 0 ? url.href : null;
}

/** What that page is called where one can follow the link. */
export function linkTitleOf({ kind }: Pick<Notice, 'kind'>): string {
  return isAboutSite(kind) ? 'Open the sites' : 'Open the monitor';
}

import { heardLongEnough, SITE_LEASE_MS, type Hearing } from './hearing.js';

/** What is known of a site and its workers. */
export interface WatchedSite {
  /** Since when it is lost; null while it is not. */
  readonly lostSince: Date | null;
  readonly hadWorker: boolean;
  /** When a worker was heard of last that is live; null when there is none. One that stops is not live. */
  readonly liveSeenAt: Date | null;
  /** When any worker was heard of last, stopping or not; null when that is not known any more, or there never was one. */
  readonly lastSeenAt: Date | null;
  /** Whether its last word was that it stops. */
  readonly lastStopped: boolean;
  /** Since when monitors use it, as far as is known; null if none does, or if it does not matter. */
  readonly usedSince: Date | null;
}

/** What has become of a site. */
export type SiteChange =
  { readonly type: 'site-lost'; readonly since: Date; readonly reason: string } | { readonly type: 'site-back' };

/**
 * Whether a site is lost, or back. Nobody is lost because nobody listened, and no site that nothing is expected of: without
 * monitors, and without a worker so far.
 * @param hearing what was heard up to `now` without a gap; null when that is not known
 * @param now the moment that the facts are of
 */
export function judgeSite(site: WatchedSite, hearing: Hearing | null, now: Date): SiteChange | null {
  const { lostSince, liveSeenAt, lastSeenAt, hadWorker } = site;
  if (liveSeenAt !== null) {
    // What was heard before it was lost says nothing new.
    return lostSince !== null && liveSeenAt > lostSince ? { type: 'site-back' } : null;
  }
  if (lostSince !== null || !heardLongEnough(hearing)) return null;
  if (!hadWorker && lastSeenAt === null && !isExpected(site, now)) return null;
  return { type: 'site-lost', since: lastSeenAt ?? now, reason: reasonOf(site) };
}

/** Somebody who has just given a monitor its site may be about to start the worker. */
function isExpected({ usedSince }: WatchedSite, now: Date): boolean {
  return usedSince !== null && now.getTime() - usedSince.getTime() >= SITE_LEASE_MS;
}

function reasonOf({ lastSeenAt, lastStopped, hadWorker }: WatchedSite): string {
  if (lastStopped) return 'The last worker of the site was stopped.';
  if (lastSeenAt === null && !hadWorker) return 'No worker of the site was ever heard of.';
  return `No worker of the site was heard of for ${SITE_LEASE_MS / 1000} seconds.`;
}

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
  /** Since when it is suspect; null while it is not. */
  readonly suspectSince: Date | null;
  readonly liveWorkers: number;
  /** What the live workers say that see nearly everything fail; null when none does. */
  readonly suspicion: SiteSuspicion | null;
}

/** Workers of one site that see nearly everything fail, so that its own network is to blame rather than the targets. */
export interface SiteSuspicion {
  readonly workers: number;
  readonly since: Date;
  /** Of the worker that looked at most: hosts that fail, of those it looked at lately. */
  readonly failing: number;
  readonly targets: number;
}

/** What has become of a site. */
export type SiteChange =
  | { readonly type: 'site-lost' | 'site-suspect'; readonly since: Date; readonly reason: string }
  | { readonly type: 'site-back' | 'site-trusted' };

/**
 * What has become of a site, nothing as a rule.
 * @param hearing what was heard up to `now` without a gap; null when that is not known
 * @param now the moment that the facts are of
 */
export function judgeSite(site: WatchedSite, hearing: Hearing | null, now: Date): SiteChange[] {
  return [judgePresence(site, hearing, now), judgeTrust(site)].filter((change) => change !== null);
}

/**
 * Whether a site is suspect, or trusted again. Who is not heard of says nothing: a suspicion lasts over a loss.
 * One worker is enough, since its share of the votes is missing.
 */
function judgeTrust({ suspectSince, suspicion, liveWorkers }: WatchedSite): SiteChange | null {
  if (suspicion !== null) {
    return suspectSince === null
      ? { type: 'site-suspect', since: suspicion.since, reason: inWords(suspicion, liveWorkers) }
      : null;
  }
  return suspectSince !== null && liveWorkers > 0 ? { type: 'site-trusted' } : null;
}

function inWords({ workers, failing, targets }: SiteSuspicion, liveWorkers: number): string {
  const who =
    liveWorkers === 1 ? 'The worker of the site sees' : `${workers} of ${liveWorkers} workers of the site see`;
  return `${who} ${failing} of ${targets} hosts fail by the network, most of which were well a moment ago.`;
}

/**
 * Whether a site is lost, or back. Nobody is lost because nobody listened, and no site that nothing is expected of: without
 * monitors, and without a worker so far.
 */
function judgePresence(site: WatchedSite, hearing: Hearing | null, now: Date): SiteChange | null {
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

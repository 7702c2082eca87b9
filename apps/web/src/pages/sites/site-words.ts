import type { Site, SiteWorker } from '@twotwenty/contracts/site';
import type { Mood } from '../../status/headline.js';
import type { Standing } from '../../status/standing.js';
import { formatNumber } from '../../numbers/format-number.js';

type Health = NonNullable<SiteWorker['health']>;

const PORT_25_WORDS: Readonly<Record<Health['port25'], { readonly word: string; readonly meaning: string }>> = {
  open: { word: 'open', meaning: 'a connection to port 25 came about in the last ten minutes' },
  blocked: { word: 'blocked', meaning: 'no server answered on port 25 in the last ten minutes' },
  unknown: { word: 'not known', meaning: 'too few servers on the internet were tested on port 25 lately to tell' },
};

/** Of a worker whose version does not tell, nothing is known. */
export function port25Words(health: SiteWorker['health']) {
  return PORT_25_WORDS[health?.port25 ?? 'unknown'];
}

/** `4 ms, at worst 90 ms`; null where nothing has begun. */
export function formatLateness(lateness: Site['latenessMs']): string | null {
  if (lateness === null) return null;
  const [usual, worst] = [lateness.p50, lateness.p99].map(formatMs);
  return usual === worst ? `${usual}` : `${usual}, at worst ${worst}`;
}

function formatMs(ms: number): string {
  return Math.abs(ms) < 1000 ? `${Math.round(ms)} ms` : `${formatNumber(ms / 1000, 1)} s`;
}

/** `12 % of a core, timers 3 ms late, 2 probes waiting`. */
export function formatLoad({ cpuShare, eventLoopDelayMs, waiting }: Health): string {
  return [
    `${Math.round(cpuShare * 100)} % of a core`,
    ...(eventLoopDelayMs < 1 ? [] : [`timers ${formatMs(eventLoopDelayMs)} late`]),
    ...(waiting === 0 ? [] : [`${waiting === 1 ? '1 probe' : `${waiting} probes`} waiting`]),
  ].join(', ');
}

/** `0`, `7 jobs`; why it is not known. */
export function formatBacklog({ backlog, backlogProblem }: Pick<Site, 'backlog' | 'backlogProblem'>): string {
  if (backlog === null) return `not known: ${backlogProblem ?? 'nobody says why'}`;
  if (backlog === 0) return 'none';
  return backlog === 1 ? '1 job' : `${backlog} jobs`;
}

export interface SitesHeadline {
  readonly headline: string;
  readonly mood: Mood;
  readonly icon: Standing;
}

/** How the sites are, what needs a person first. */
export function sitesHeadline(sites: readonly Pick<Site, 'status'>[]): SitesHeadline {
  const count = (status: Site['status']): number => sites.filter((site) => site.status === status).length;
  const [lost, suspect, live, fresh] = [count('lost'), count('suspect'), count('live'), count('new')];
  if (lost > 0) return { headline: `${counted(lost)} lost`, mood: 'trouble', icon: 'lost' };
  if (suspect > 0) return { headline: `${counted(suspect)} suspect`, mood: 'warn', icon: 'warn' };
  if (live > 0) {
    const rest = fresh === 0 ? '' : `, ${fresh} new`;
    return { headline: `${counted(live)} live${rest}`, mood: 'up', icon: 'up' };
  }
  return { headline: 'No site has a worker yet', mood: 'idle', icon: 'uninitialized' };
}

function counted(sites: number): string {
  return sites === 1 ? '1 site' : `${sites} sites`;
}

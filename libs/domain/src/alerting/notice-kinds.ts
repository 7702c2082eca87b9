/**
 * What notices are about: bad news, and the news that takes it back. A kind that is added here is planned, stored, delivered
 * in order and shown like the others; what it says stands beside what it is about.
 */
const PAIRS = [
  { about: 'monitor', bad: 'failure', good: 'recovery' },
  { about: 'site', bad: 'site-lost', good: 'site-back' },
  { about: 'site', bad: 'site-suspect', good: 'site-trusted' },
] as const;

type Pair = (typeof PAIRS)[number];
type SitePair = Extract<Pair, { about: 'site' }>;

/** What an action is run for. Stable: people filter by it, and receivers read it. */
export type NoticeKind = Pair['bad' | 'good'];
export type MonitorNoticeKind = Exclude<Pair, SitePair>['bad' | 'good'];
export type SiteNoticeKind = SitePair['bad' | 'good'];

export const NOTICE_KINDS: readonly NoticeKind[] = PAIRS.flatMap(({ bad, good }) => [bad, good]);
export const MONITOR_NOTICE_KINDS = ['failure', 'recovery'] as const satisfies readonly MonitorNoticeKind[];

/** What is told of a site, which is also what its events are called. */
export const SITE_NOTICE_KINDS: readonly SiteNoticeKind[] = NOTICE_KINDS.filter(isAboutSite);

/** Kinds of bad news, and of what takes it back. */
export const BAD_NEWS: readonly NoticeKind[] = PAIRS.map(({ bad }) => bad);
export const GOOD_NEWS: readonly NoticeKind[] = PAIRS.map(({ good }) => good);

/** How a notice is to look, whatever it is about; `test` is the trial of a channel. */
export type Tone = 'failure' | 'recovery' | 'test';

export function toneOf(kind: NoticeKind | 'test'): Tone {
  if (kind === 'test') return 'test';
  return BAD_NEWS.includes(kind) ? 'failure' : 'recovery';
}

/** The kind that takes back bad news; of good news, the kind itself. */
export function takenBackBy(kind: NoticeKind): NoticeKind {
  return PAIRS.find(({ bad }) => bad === kind)?.good ?? kind;
}

export function isAboutSite(kind: NoticeKind | 'test'): kind is SiteNoticeKind {
  return PAIRS.some(({ about, bad, good }) => about === 'site' && (bad === kind || good === kind));
}

import { describe, expect, it } from 'vitest';
import type { Hearing } from './hearing.js';
import { judgeSite, type SiteChange, type WatchedSite } from './judge-site.js';

const now = new Date('2026-03-02T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const full: Hearing = { since: ago(60), until: now };
const short: Hearing = { since: ago(59), until: now };

const NEW: WatchedSite = {
  lostSince: null,
  hadWorker: false,
  liveSeenAt: null,
  lastSeenAt: null,
  lastStopped: false,
  usedSince: null,
  suspectSince: null,
  liveWorkers: 0,
  suspicion: null,
};
const live = { ...NEW, hadWorker: true, liveSeenAt: ago(10), lastSeenAt: ago(10), liveWorkers: 2 };
const silent = { ...NEW, hadWorker: true, lastSeenAt: ago(70) };
const lost = { ...silent, lostSince: ago(70) };

describe('judgeSite', () => {
  it.each<[string, WatchedSite, Hearing | null, string | null]>([
    ['is live', live, full, null],
    ['is silent', silent, full, 'site-lost'],
    ['is silent, and nobody has listened for a lease', silent, short, null],
    ['is silent, and nobody listens', silent, null, null],
    ['is silent, and was seen so by nobody who remembers', { ...silent, lastSeenAt: null }, full, 'site-lost'],
    ['is lost already', lost, full, null],
    ['is heard of again, whoever listened', { ...live, lostSince: ago(70) }, null, 'site-back'],
    ['was heard of before it was lost', { ...live, lostSince: ago(10) }, full, null],
    ['is new', NEW, full, null],
    ['is new, and used for less than a lease', { ...NEW, usedSince: ago(59) }, full, null],
    ['is new, and used for a lease', { ...NEW, usedSince: ago(60) }, full, 'site-lost'],
  ])('a site that %s', (_, site, hearing, expected) => {
    expect(judgeSite(site, hearing, now).map(({ type }) => type)).toEqual(expected === null ? [] : [expected]);
  });

  const suspicion = { workers: 1, since: ago(20), failing: 45, targets: 50 };
  it.each<[string, WatchedSite, SiteChange['type'][]]>([
    ['is suspected by a worker', { ...live, suspicion }, ['site-suspect']],
    ['is suspect already', { ...live, suspicion, suspectSince: ago(20) }, []],
    ['is trusted by all that are live', { ...live, suspectSince: ago(20) }, ['site-trusted']],
    ['was suspect when it fell silent', { ...silent, suspectSince: ago(80) }, ['site-lost']],
    ['comes back trusted', { ...live, lostSince: ago(70), suspectSince: ago(80) }, ['site-back', 'site-trusted']],
    ['comes back suspect', { ...live, lostSince: ago(70), suspectSince: ago(80), suspicion }, ['site-back']],
  ])('a site that %s', (_, site, expected) => {
    expect(judgeSite(site, full, now).map(({ type }) => type)).toEqual(expected);
  });

  it('says who suspects a site', () => {
    const seen = '45 of 50 hosts fail by the network, most of which were well a moment ago.';
    expect(judgeSite({ ...live, suspicion }, full, now)).toEqual([
      { type: 'site-suspect', since: ago(20), reason: `1 of 2 workers of the site see ${seen}` },
    ]);
    expect(judgeSite({ ...live, liveWorkers: 1, suspicion }, full, now)).toMatchObject([
      { reason: `The worker of the site sees ${seen}` },
    ]);
  });

  it('says since when and why', () => {
    expect(judgeSite(silent, full, now)).toEqual([
      {
        type: 'site-lost',
        since: ago(70),
        reason: 'No worker of the site was heard of for 60 seconds.',
      },
    ]);
    expect(judgeSite({ ...silent, lastSeenAt: ago(1), lastStopped: true }, full, now)).toEqual([
      {
        type: 'site-lost',
        since: ago(1),
        reason: 'The last worker of the site was stopped.',
      },
    ]);
    expect(judgeSite({ ...NEW, usedSince: ago(90) }, full, now)).toEqual([
      {
        type: 'site-lost',
        since: now,
        reason: 'No worker of the site was ever heard of.',
      },
    ]);
  });
});

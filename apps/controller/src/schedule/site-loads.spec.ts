import { describe, expect, it } from 'vitest';
import { BEHIND_AFTER_MS, SHARE_MS, SiteLoads, UNTAKEN_AFTER_MS } from './site-loads.js';

function loadsOf(...sites: readonly string[]): SiteLoads {
  const loads = new SiteLoads();
  for (const site of sites) loads.note(site, 1);
  return loads;
}

describe('SiteLoads', () => {
  it('rations a site whose oldest job has waited for too long, and gives it more when half of that was taken', () => {
    const loads = loadsOf('a', 'b');
    loads.see('a', { oldest: 1, newest: 3 }, 0);
    loads.see('a', { oldest: 2, newest: 5 }, 300);
    loads.see('b', { oldest: 8, newest: 8 }, 300);
    loads.see('a', { oldest: 3, newest: 7 }, BEHIND_AFTER_MS - 1);
    expect(loads.rationed).toEqual([]);
    loads.see('a', { oldest: 3, newest: 7 }, BEHIND_AFTER_MS);
    expect([loads.rationed, loads.ready]).toEqual([['a'], []]);
    loads.see('a', { oldest: 5, newest: 7 }, BEHIND_AFTER_MS + 100);
    expect(loads.ready).toEqual([]);
    loads.see('a', { oldest: 6, newest: 7 }, BEHIND_AFTER_MS + 200);
    expect(loads.ready).toEqual(['a']);
    loads.note('a', 32);
    loads.give('a', loads.shareOf('a'), BEHIND_AFTER_MS + 200);
    expect(loads.ready).toEqual([]);
    loads.see('a', { oldest: 8, newest: 9 }, BEHIND_AFTER_MS + 400);
    // Another controller gave it more meanwhile.
    loads.see('a', { oldest: 8, newest: 30 }, BEHIND_AFTER_MS + 600);
    expect(loads.ready).toEqual([]);
    loads.see('a', { oldest: 9, newest: 30 }, BEHIND_AFTER_MS + 800);
    expect([loads.rationed, loads.ready]).toEqual([['a'], ['a']]);
  });

  it('rations nobody where jobs pass through, however many', () => {
    const loads = loadsOf('a');
    for (let look = 0; look < 100; look += 1) loads.see('a', { oldest: 10 * look, newest: 10 * look + 20 }, 200 * look);
    expect(loads.rationed).toEqual([]);
  });

  /** Plays shares of a site that does so much a second and is given so much besides. @returns the last share */
  function play(loads: SiteLoads, perSecond: number, elsewherePerSecond = 0): number {
    loads.see('a', { oldest: 1, newest: 1 }, 0);
    loads.see('a', { oldest: 1, newest: 1 }, BEHIND_AFTER_MS);
    let nowMs = BEHIND_AFTER_MS;
    let given = 0;
    let before = 0;
    for (let round = 0; round < 40; round += 1) {
      const share = loads.shareOf('a');
      loads.note('a', share);
      loads.give('a', share, nowMs);
      // It is taken when what was given before is done, and seen to be, five times a second.
      const tookMs = Math.max((before / perSecond) * 1000, 200);
      nowMs += tookMs;
      const elsewhere = Math.round((elsewherePerSecond * tookMs) / 1000);
      loads.note('a', elsewhere);
      before = given;
      given = share + elsewhere;
    }
    return loads.shareOf('a');
  }

  it('finds how much a site does, and rations it no more when little is due', () => {
    for (const perSecond of [20, 500, 1900, 9000]) {
      const loads = loadsOf('a');
      const share = play(loads, perSecond);
      expect(Math.abs(share - perSecond * (SHARE_MS / 1000)), `${perSecond}`).toBeLessThan(perSecond * 0.25);
      loads.give('a', share / 2 - 1, 1e9);
      expect(loads.rationed).toEqual([]);
    }
  });

  it('gives a site its share also where it is given more by other ways', () => {
    expect(play(loadsOf('a'), 50, 30)).toBeGreaterThan(15);
  });

  it('rations a site no more that has all that is due, and nothing waits for it', () => {
    const loads = loadsOf('a');
    play(loads, 20);
    loads.see('a', { oldest: 50, newest: 50 }, 1e9);
    loads.give('a', loads.shareOf('a') - 1, 1e9);
    expect(loads.rationed).toEqual(['a']);
    loads.see('a', null, 1e9);
    loads.give('a', loads.shareOf('a') - 1, 1e9);
    expect(loads.rationed).toEqual([]);
  });

  it('gives all to a site that takes nothing, so that its tests end as gaps and not never', () => {
    const loads = loadsOf('dead');
    for (let nowMs = 0; nowMs < UNTAKEN_AFTER_MS; nowMs += 200) loads.see('dead', { oldest: 1, newest: 9 }, nowMs);
    expect(loads.ready).toEqual([]);
    loads.see('dead', { oldest: 1, newest: 9 }, UNTAKEN_AFTER_MS);
    expect(loads.ready).toEqual(['dead']);
    for (let nowMs = UNTAKEN_AFTER_MS; nowMs < 2 * UNTAKEN_AFTER_MS; nowMs += 200) {
      loads.see('dead', { oldest: 1, newest: nowMs }, nowMs);
      expect(loads.ready).toEqual(['dead']);
      const share = loads.shareOf('dead');
      loads.note('dead', share);
      loads.give('dead', share, nowMs);
    }
    expect(loads.shareOf('dead')).toBe(2000);
  });

  it('begins anew where the numbers do, as in a queue that lost its data', () => {
    const loads = loadsOf('a');
    loads.see('a', { oldest: 5000, newest: 5001 }, 0);
    loads.see('a', { oldest: 1, newest: 2 }, BEHIND_AFTER_MS + 1);
    expect(loads.rationed).toEqual([]);
    loads.see('a', { oldest: 1, newest: 2 }, 2 * BEHIND_AFTER_MS + 1);
    expect(loads.rationed).toEqual(['a']);
  });

  it('looks at sites that were given something, while something may wait', () => {
    const loads = loadsOf('a', 'b');
    expect(loads.watched).toEqual(['a', 'b']);
    loads.see('a', null, 0);
    loads.see('b', { oldest: 1, newest: 1 }, 0);
    expect(loads.watched).toEqual(['b']);
  });

  it('tells whether a site is held up that is not rationed', () => {
    const loads = loadsOf('a');
    loads.see('a', { oldest: 1, newest: 4 }, 0);
    loads.see('a', { oldest: 5, newest: 9 }, 50);
    expect(loads.isAnyHeldUp).toBe(false);
    loads.see('a', { oldest: 8, newest: 12 }, 100);
    expect(loads.isAnyHeldUp).toBe(true);
    loads.see('a', { oldest: 8, newest: 20 }, 50 + BEHIND_AFTER_MS);
    expect([loads.rationed, loads.isAnyHeldUp]).toEqual([['a'], false]);
    // Nor is one that takes nothing, once little is due for it.
    loads.see('a', { oldest: 8, newest: 20 }, 50 + UNTAKEN_AFTER_MS);
    loads.give('a', 0, 50 + UNTAKEN_AFTER_MS);
    expect([loads.rationed, loads.watched, loads.isAnyHeldUp]).toEqual([[], ['a'], false]);
  });
});

import type { NamedSite } from '@twotwenty/database/repositories/site-watch.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { expect, it } from 'vitest';
import { SiteWatch } from './site-watch.js';

const START = Date.UTC(2026, 2, 2);
const SILENT: NamedSite = {
  name: 'default',
  lostSince: null,
  hadWorker: true,
  liveSeenAt: null,
  lastSeenAt: new Date(START),
  lastStopped: false,
  usedSince: null,
  suspectSince: null,
  liveWorkers: 0,
  suspicion: null,
};

/** Looks every ten seconds. @returns what was judged at each look */
async function looks(
  counts: readonly (Record<string, number> | Error)[],
  setAside: readonly (string | null)[] = [],
): Promise<(string | null)[]> {
  const judged: (string | null)[] = [];
  let look = 0;
  const watch = new SiteWatch({
    queues: {
      counts: () => {
        const answer = counts[look] ?? {};
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      lastSetAside: () => Promise.resolve(setAside[look] ?? null),
    },
    siteNames: () => Promise.resolve(['default']),
    sites: {
      now: () => Promise.resolve(new Date(START + look * 10_000)),
      judge: (_, judge) => {
        judged.push(judge(SILENT)[0]?.type ?? null);
        return Promise.resolve([]);
      },
    },
    logger: createLogger('test', 'fatal'),
  });
  for (; look < counts.length; look += 1) await watch.look();
  return judged;
}

const clear = { waiting: 0, active: 0, delayed: 0 };
const times = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what);

it.each([{ waiting: 1 }, { active: 1 }, { delayed: 1 }, new Error('the queue is away')])(
  'judges by silence while nothing is left unheard, and a whole lease after %j',
  async (unheard) => {
    expect(await looks([...times(7, clear), unheard, clear])).toEqual([
      ...times(6, null),
      'site-lost',
      null,
      'site-lost',
    ]);
    expect(await looks([...times(7, clear), ...times(2, unheard), ...times(7, clear)])).toEqual([
      ...times(6, null),
      'site-lost',
      ...times(2, null),
      ...times(6, null),
      'site-lost',
    ]);
  },
);

it('begins anew when a beat was set aside, and not for those of earlier days', async () => {
  const all = times(16, clear);
  const old = times(7, 'old');
  expect(await looks(all, [...old, ...times(9, 'old')])).toEqual([...times(6, null), ...times(10, 'site-lost')]);
  expect(await looks(all, [...old, ...times(9, 'new')])).toEqual([
    ...times(6, null),
    'site-lost',
    ...times(6, null),
    ...times(3, 'site-lost'),
  ]);
});

import type { Site } from '@twotwenty/contracts/site';
import { describe, expect, it } from 'vitest';
import { formatBacklog, formatLateness, formatLoad, port25Words, sitesHeadline } from './site-words.js';

describe('the words about sites', () => {
  it.each<[Site['status'][], string, string]>([
    [[], 'No site has a worker yet', 'idle'],
    [['new'], 'No site has a worker yet', 'idle'],
    [['live'], '1 site live', 'up'],
    [['live', 'new', 'live'], '2 sites live, 1 new', 'up'],
    [['live', 'lost', 'new'], '1 site lost', 'trouble'],
    [['lost', 'lost'], '2 sites lost', 'trouble'],
    [['live', 'suspect'], '1 site suspect', 'warn'],
  ])('of %j: %s', (statuses, headline, mood) => {
    expect(sitesHeadline(statuses.map((status) => ({ status })))).toMatchObject({ headline, mood });
  });

  it('tell lateness, load and backlog', () => {
    expect(formatLateness(null)).toBeNull();
    expect(formatLateness({ p50: 4.2, p99: 4.4 })).toBe('4 ms');
    expect(formatLateness({ p50: 4.2, p99: 2345 })).toBe('4 ms, at worst 2.3 s');
    const still = { cpuShare: 0.004, eventLoopDelayMs: 0.4, latenessMs: null, waiting: 0 };
    const idle = { ...still, port25: 'open', connectionTable: null } as const;
    expect(formatLoad(idle)).toBe('0 % of a core');
    expect(formatLoad({ ...idle, cpuShare: 1.2, eventLoopDelayMs: 12, waiting: 2 })).toBe(
      '120 % of a core, timers 12 ms late, 2 probes waiting',
    );
    expect(formatBacklog({ backlog: 0, backlogProblem: null })).toBe('none');
    expect(formatBacklog({ backlog: 1, backlogProblem: null })).toBe('1 job');
    expect(formatBacklog({ backlog: null, backlogProblem: 'the queue does not answer' })).toBe(
      'not known: the queue does not answer',
    );
    expect([port25Words(idle).word, port25Words(null).word]).toEqual(['open', 'not known']);
  });
});

import type { Worker } from '@twotwenty/contracts/worker';
import { describe, expect, it } from 'vitest';
import { inWords } from '../in-words.js';
import { hideSecrets, withoutPassword } from '../secrets.js';
import { checkClock } from './clock.js';
import { checkConnectionTable } from './connection-table.js';
import { failed, type Finding, ok, warning } from './finding.js';
import { satisfies } from './node.js';
import { adviceFor, firstOfEachFamily } from './port-25.js';
import { formatReport, formatReportJson, hasFailed } from './report.js';
import { judgeWorkers } from './workers.js';

const FINDINGS: Finding[] = [
  ok('Node.js', 'v22.13.0.'),
  warning('reverse DNS', 'No name.', 'Ask for one.'),
  failed('Redis', 'Away.', 'Start it.'),
];

describe('the report', () => {
  it('has a line for each finding, what to do below it, and a summary', () => {
    expect(formatReport(FINDINGS).split('\n')).toEqual([
      'ok       Node.js: v22.13.0.',
      'WARNING  reverse DNS: No name.',
      '         → Ask for one.',
      'FAILED   Redis: Away.',
      '         → Start it.',
      '',
      '1 failed, 1 warning.',
    ]);
    expect(formatReport(FINDINGS.slice(0, 1))).toMatch(/All is well\.$/);
  });

  it('is one object for programs', () => {
    expect(JSON.parse(formatReportJson(FINDINGS))).toEqual({ ok: false, findings: FINDINGS });
    expect(hasFailed(FINDINGS)).toBe(true);
    expect(JSON.parse(formatReportJson(FINDINGS.slice(0, 2)))).toMatchObject({ ok: true });
  });
});

describe('secrets', () => {
  it('are not shown in URLs', () => {
    expect(withoutPassword('postgres://user:se%40cret@db:5432/twotwenty?password=x')).toBe(
      'postgres://user:***@db:5432/twotwenty',
    );
    expect(withoutPassword('redis://host:6379')).toBe('redis://host:6379');
  });

  it('are taken out of what others say, also where they are written otherwise', () => {
    const hide = hideSecrets(['postgres://user:se%40cret@db/x', 'postgres://user@db/x?password=other'], ['a-token']);
    expect(hide('se@cret se%40cret other a-token user')).toBe('*** *** *** *** user');
    expect(hideSecrets([], ['part', 'party'])('part party')).toBe('*** ***');
  });
});

describe('satisfies', () => {
  const range = '^20.19.0 || ^22.13.0 || >=24.11.0';
  it.each([
    ['v20.19.0', true],
    ['v20.20.2', true],
    ['v20.18.9', false],
    ['v21.99.0', false],
    ['v22.12.9', false],
    ['v22.13.0', true],
    ['v24.10.9', false],
    ['v24.11.0', true],
    ['v26.0.0', true],
  ])('%s: %s', (version, expected) => {
    expect(satisfies(version, range)).toBe(expected);
  });
});

describe('checkClock', () => {
  it.each([
    [1999, 'ok', /0\.0|2\.0 s apart/],
    [-2001, 'warning', /2\.0 s ahead of that of Redis/],
    [90_000, 'warning', /90\.0 s behind that of Redis/],
  ])('%i ms is %s', (aheadMs, status, message) => {
    expect(checkClock('Redis', aheadMs)).toMatchObject({ status, message: expect.stringMatching(message) as string });
  });
});

describe('inWords', () => {
  it('finds words also where an error has none of its own', () => {
    expect(inWords(new AggregateError([new Error('connect ECONNREFUSED ::1:5432')]))).toContain('ECONNREFUSED');
    expect(inWords(new Error('fetch failed', { cause: new Error('no route') }))).toBe('fetch failed: no route');
    expect(inWords(Object.assign(new Error(''), { code: 'ETIMEDOUT' }))).toBe('ETIMEDOUT');
  });
});

describe('judgeWorkers', () => {
  const run = (hostname: string, state: 'live' | 'dead' | 'stopping', second: number): Worker => ({
    id: '0198c5e4-0000-7000-8000-000000000000',
    site: 'default',
    hostname,
    version: '0.0.1',
    startedAt: '2026-01-01T00:00:00.000Z',
    stopping: state === 'stopping',
    sessions: 0,
    suspect: null,
    maxSessions: 500,
    selfCheck: null,
    health: null,
    lastSeenAt: `2026-01-01T00:00:0${second}.000Z`,
    live: state === 'live',
  });
  const subjects = (...runs: Worker[]) => judgeWorkers(runs).map(({ subject, message }) => `${subject}: ${message}`);

  it('is silent about a run that was killed and has a successor, or was stopped', () => {
    const said = subjects(run('a', 'dead', 1), run('a', 'live', 2), run('b', 'dead', 1), run('b', 'stopping', 2));
    expect(said.join()).not.toContain('heard of last');
    expect(said[0]).toMatch(/^worker a \(default\): .* is live/);
  });

  it('tells what a live worker says of its machine', () => {
    const health = { cpuShare: 0, eventLoopDelayMs: 0, latenessMs: null, waiting: 0, port25: 'open' } as const;
    const said = subjects({
      ...run('a', 'live', 1),
      health: { ...health, connectionTable: { entries: 99, limit: 100 } },
    });
    expect(said.join()).toContain('worker a (default): The kernel tracks 99 connections here and can track 100.');
  });

  it('tells once of a place where all are dead, by the newest', () => {
    const said = subjects(run('a', 'stopping', 1), run('a', 'dead', 4), run('a', 'dead', 3), run('b', 'live', 5));
    expect(said.filter((line) => line.includes('heard of last'))).toEqual([
      'worker a (default): It was heard of last at 2026-01-01T00:00:04.000Z.',
    ]);
  });
});

describe('port 25', () => {
  it('is tried with one address of each family', () => {
    const addresses = [
      { address: '2001:db8::1', family: 6 },
      { address: '2001:db8::2', family: 6 },
      { address: '192.0.2.1', family: 4 },
      { address: '192.0.2.2', family: 4 },
    ] as const;
    expect(firstOfEachFamily(addresses).map(({ address }) => address)).toEqual(['2001:db8::1', '192.0.2.1']);
  });

  it.each([
    ['connect', 'connect-unreachable', /firewall rejects/],
    ['connect', 'connect-failed', /own firewall/],
    ['connect', 'connect-timeout', /blocked on the way/],
    ['greeting', 'server-silent', /The connection came about/],
  ])('%s: %s', (phase, code, advice) => {
    expect(adviceFor(phase, code)).toMatch(advice);
  });
});

describe('the connection table', () => {
  it('is nothing to speak of where the kernel has none', () => {
    expect(checkConnectionTable(null)).toEqual([]);
  });

  it('is well while it has room, and deserves a warning when it is nearly full', () => {
    const check = (entries: number) => checkConnectionTable({ entries, limit: 262_144 })[0];
    expect(check(161)).toEqual(ok('connection table', 'The kernel tracks 161 connections here and can track 262144.'));
    expect(check(262_000)?.status).toBe('warning');
    expect(check(262_000)?.fix).toContain('nf_conntrack_max');
  });
});

import { describe, expect, it } from 'vitest';
import { act, event, madeUp, MONITOR, resultsOf } from './made-up.fixture.js';
import { checkVerdicts, checkWell } from './verdicts.js';

const { address } = MONITOR;
const outage = (fromMs: number, toMs: number) => ({ address, behaviour: 'refuse' as const, fromMs, toMs });

describe('checkVerdicts', () => {
  it('finds nothing in failures during an outage and passes beside it', () => {
    expect(checkVerdicts(madeUp({ results: resultsOf('pffp'), outages: [outage(1500, 3500)] }))).toEqual([]);
  });

  it('finds a failure of a target that was well', () => {
    expect(checkVerdicts(madeUp({ results: resultsOf('pfp') }))).toEqual([
      {
        check: 'no false failure',
        address,
        atMs: 2000,
        what: 'test 2 failed at default (server-silent) while the target was well',
      },
    ]);
    expect(checkVerdicts(madeUp({ results: resultsOf('pfp'), outages: [outage(2001, 2900)] }))).toHaveLength(1);
  });

  it('takes a failure that a site in trouble saw for nothing', () => {
    const results = resultsOf('pfp').map((row) => ({ ...row, suspect: !row.passed }));
    expect(checkVerdicts(madeUp({ results, acts: [act(500, 1500)] }))).toEqual([]);
    expect(checkVerdicts(madeUp({ results, acts: [act(-30_000, -20_000)] }))).toMatchObject([
      { check: 'no false suspicion' },
    ]);
    const passed = resultsOf('pp').map((row) => ({ ...row, suspect: true }));
    expect(checkVerdicts(madeUp({ results: passed, acts: [act(500, 2500)] }))).toHaveLength(2);
  });

  it('finds a pass in the midst of an outage', () => {
    expect(checkVerdicts(madeUp({ results: resultsOf('pffpf'), outages: [outage(1500, 5500)] }))).toMatchObject([
      { check: 'no false pass', atMs: 4000 },
    ]);
  });

  it('takes what fell on the beginning or the end of an outage either way', () => {
    for (const outcome of ['p', 'f']) {
      expect(checkVerdicts(madeUp({ results: resultsOf(`p${outcome}`), outages: [outage(1500, 5000)] }))).toEqual([]);
    }
  });
});

describe('checkWell', () => {
  const events = [
    event(1, 'state-changed', { from: 'uninitialized', to: 'up' }),
    event(2, 'state-changed', { from: 'up', to: 'warn' }),
  ];

  it('finds a warning about a target that was well', () => {
    expect(checkWell(madeUp({ events }))).toMatchObject([{ check: 'no false alarm', address, atMs: 2000 }]);
  });

  it('leaves targets that had outages to the other checks', () => {
    expect(checkWell(madeUp({ events, outages: [outage(1500, 1600)] }))).toEqual([]);
  });
});

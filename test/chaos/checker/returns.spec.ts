import { describe, expect, it } from 'vitest';
import { act, madeUp, MONITOR, result } from './made-up.fixture.js';
import { checkReturns, returnsOf } from './returns.js';
import { checkSessions } from './sessions.js';

const monitors = [1, 2, 3, 4].map((key) => ({ ...MONITOR, key, address: `127.77.0.${key}`, lastTest: 3 }));
const verdictAt = (key: number, atMs: number) => result(1, { key, atMs });

describe('returnsOf', () => {
  const acts = [act(1000, 2000), act(1000, 3000)];

  it('counts from the last return to the verdict that makes half of the monitors', () => {
    const results = [
      verdictAt(1, 2900),
      verdictAt(2, 3500),
      verdictAt(2, 3600),
      verdictAt(3, 4000),
      verdictAt(4, 9000),
    ];
    expect(returnsOf(madeUp({ monitors, acts, results }))).toMatchObject([
      { slot: 1, returnedMs: 3000, afterMs: 1000 },
    ]);
  });

  it('is a fault when it took too long, or never came', () => {
    const late = madeUp({ monitors, acts, results: [verdictAt(1, 3500), verdictAt(2, 14_000)] });
    expect(checkReturns(late, 10_000, 5000)).toMatchObject([{ check: 'the schedule goes on', atMs: 3000 }]);
    expect(checkReturns(late, 11_000, 5000)).toEqual([]);
    expect(checkReturns(madeUp({ monitors, acts }), 10_000, 5000)).toHaveLength(1);
  });

  it('may take a lease longer where tests were lost', () => {
    const losing = [act(1000, 3000, { losesTests: true })];
    const late = madeUp({ monitors, acts: losing, results: [verdictAt(1, 3500), verdictAt(2, 14_000)] });
    expect(checkReturns(late, 10_000, 5000)).toEqual([]);
  });
});

describe('checkSessions', () => {
  it('finds visits that no test asked for', () => {
    const sessions = new Map([
      ['127.77.0.1', 4],
      ['127.77.0.2', 5],
      ['decoy', 0],
    ]);
    expect(checkSessions(madeUp({ monitors, sessions }), 'decoy')).toEqual([
      { check: 'no replay', address: '127.77.0.2', atMs: null, what: '5 sessions for 4 that were asked for' },
    ]);
  });

  it('finds whoever was sent to the decoy', () => {
    expect(checkSessions(madeUp({ sessions: new Map([['decoy', 1]]) }), 'decoy')).toMatchObject([{ address: 'decoy' }]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uninitializedState, type MonitorState } from './monitor-state.js';
import type { Status } from './status.js';
import { endLease, receiveReport, type RoundOutcome, type RoundPolicy, type TestRound } from './test-round.js';
import { judge, tallyVotes, type Vote } from './votes.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const policy: RoundPolicy = {
  failuresPerAlert: 3,
  maxAlerts: 3,
  delaySeconds: { up: 300, warn: 60, down: 120, lost: 300 },
  sitesToFail: null,
  confirmFrom: 'oslo',
};
const context = { now: NOW, newIncidentId: () => 'incident' };

const PASSED: Vote = { passed: true };
const FAILED: Vote = { passed: false };
const SUSPECT: Vote = { passed: false, missing: 'site-suspect' };

function stateOf(status: Status): MonitorState {
  return { ...uninitializedState(NOW), status };
}

function roundOf(sites: readonly string[]): TestRound {
  return { number: 1, isOpen: true, sites, votes: {} };
}

interface PlayOptions {
  readonly sites?: readonly string[];
  readonly status?: Status;
  readonly asks?: RoundPolicy;
}

/** Lets sites report in order; `-` stands for the end of the lease. */
function play(
  said: readonly (readonly [site: string, vote: Vote] | '-')[],
  { sites = ['lyon'], status = 'up', asks = policy }: PlayOptions = {},
): RoundOutcome {
  let outcome: RoundOutcome = {
    accepted: true,
    state: stateOf(status),
    round: roundOf(sites),
    verdict: null,
    effects: [],
    askedSite: null,
  };
  for (const word of said) {
    const { state, round } = outcome;
    outcome =
      word === '-'
        ? endLease(state, round, asks, context)
        : receiveReport(state, round, { testNumber: 1, site: word[0], vote: word[1] }, asks, context);
  }
  return outcome;
}

describe('a failure that a site is to confirm', () => {
  it('leaves the test open and asks that site, once', () => {
    const asked = play([['lyon', FAILED]]);
    expect(asked).toMatchObject({
      accepted: true,
      verdict: null,
      askedSite: 'oslo',
      effects: [],
      state: { failures: 0 },
    });
    expect(asked.round).toMatchObject({ isOpen: true, sites: ['lyon', 'oslo'], confirmSite: 'oslo' });
    expect(
      play([
        ['lyon', FAILED],
        ['lyon', FAILED],
      ]).accepted,
    ).toBe(false);
  });

  it.each([
    ['passes there', [['oslo', PASSED]], 'pass'],
    ['fails there too', [['oslo', FAILED]], 'fail'],
    ['is not seen there, as that site is in trouble', [['oslo', SUSPECT]], 'fail'],
    ['is not seen there within the lease', ['-'], 'fail'],
  ] as const)('comes to its verdict when it %s', (_, then, verdict) => {
    const decided = play([['lyon', FAILED], ...then]);
    expect(decided).toMatchObject({ verdict, askedSite: null, round: { isOpen: false } });
    expect(decided.state.status).toBe(verdict === 'pass' ? 'up' : 'warn');
  });

  it('is confirmed for a monitor in Warn too, whose next failure is an alert', () => {
    expect(play([['lyon', FAILED]], { status: 'warn' }).askedSite).toBe('oslo');
  });

  it.each(['uninitialized', 'down', 'lost'] as const)('is decided at once when the monitor is %s', (status) => {
    expect(play([['lyon', FAILED]], { status })).toMatchObject({ verdict: 'fail', askedSite: null });
  });

  it('is decided at once when that site was among those that were asked, or none is named', () => {
    const sites = ['lyon', 'oslo'];
    expect(
      play(
        [
          ['lyon', FAILED],
          ['oslo', FAILED],
        ],
        { sites },
      ),
    ).toMatchObject({ verdict: 'fail', askedSite: null });
    const { confirmFrom: _none, ...alone } = policy;
    expect(play([['lyon', FAILED]], { asks: alone })).toMatchObject({ verdict: 'fail', askedSite: null });
  });

  it('is asked about as well when the lease ends with votes enough', () => {
    const sites = ['lyon', 'rome'];
    const asked = play([['lyon', FAILED], '-'], { sites });
    expect(asked).toMatchObject({ verdict: null, askedSite: 'oslo', round: { sites: ['lyon', 'rome', 'oslo'] } });
    expect(play([['lyon', FAILED], '-', '-'], { sites })).toMatchObject({ verdict: 'fail' });
  });

  it('is none any more when a late vote of the first sites says so', () => {
    const sites = ['lyon', 'rome'];
    expect(play([['lyon', FAILED], '-', ['rome', PASSED]], { sites })).toMatchObject({ verdict: 'pass' });
    expect(play([['lyon', FAILED], '-', ['rome', FAILED]], { sites })).toMatchObject({
      verdict: null,
      askedSite: null,
    });
  });

  it('passes and unknown verdicts ask nobody', () => {
    expect(play([['lyon', PASSED]])).toMatchObject({ verdict: 'pass', askedSite: null });
    expect(play([['lyon', SUSPECT]])).toMatchObject({ verdict: 'unknown', askedSite: null });
    expect(play(['-'])).toMatchObject({ verdict: 'unknown', askedSite: null });
  });
});

describe('for any votes', () => {
  const votes = fc.constantFrom(PASSED, FAILED, SUSPECT);
  const words = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.tuple(fc.constantFrom('a', 'b', 'c', 'oslo'), votes) },
      { weight: 1, arbitrary: fc.constant('-' as const) },
    ),
    { maxLength: 12 },
  );

  it('a test asks for at most one confirmation, and two ends of leases close it', () => {
    fc.assert(
      fc.property(words, fc.option(fc.integer({ min: 1, max: 3 })), (said, sitesToFail) => {
        const options = { sites: ['a', 'b', 'c'], asks: { ...policy, sitesToFail } };
        const steps = said.map((_, index) => play(said.slice(0, index + 1), options));
        expect(steps.filter(({ askedSite }) => askedSite !== null).length).toBeLessThanOrEqual(1);
        expect(steps.filter(({ verdict }) => verdict !== null).length).toBeLessThanOrEqual(1);
        expect(play([...said, '-', '-'], options).round.isOpen).toBe(false);
      }),
    );
  });

  it('never makes a failure of what is none without it, nor hides one that the site did not see pass', () => {
    fc.assert(
      fc.property(words, fc.option(fc.integer({ min: 1, max: 3 })), (said, sitesToFail) => {
        const options = { sites: ['a', 'b', 'c'], asks: { ...policy, sitesToFail } };
        const steps = [...said, '-' as const, '-' as const].map((_, index, all) =>
          play(all.slice(0, index + 1), options),
        );
        const end = steps.find(({ verdict }) => verdict !== null);
        if ((end?.round.confirmSite ?? null) === null) return;
        const votes = end?.round.votes ?? {};
        const first = tallyVotes(['a', 'b', 'c'], votes);
        if (end?.verdict !== 'fail')
          expect(votes['oslo'] === PASSED || judge(first, sitesToFail, true) !== 'fail').toBe(true);
        const others = said.filter((word) => word === '-' || word[0] !== 'oslo');
        const alone = { ...options, asks: { ...options.asks, confirmFrom: null } };
        const verdicts = [...others, '-' as const].map((_, index, all) => play(all.slice(0, index + 1), alone).verdict);
        expect(verdicts.find((verdict) => verdict !== null)).toBe('fail');
      }),
    );
  });
});

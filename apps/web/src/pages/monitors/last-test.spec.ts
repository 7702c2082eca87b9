import type { SiteVote } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { lastTestFacts } from './last-test.js';

const test = { number: 7, at: '2026-01-01T00:00:00.000Z' };
const passed: SiteVote = {
  passed: true,
  missing: null,
  phase: null,
  code: null,
  message: null,
  replyCode: 220,
  replyPermanence: null,
  totalMs: 40,
};
const failed: SiteVote = {
  passed: false,
  missing: null,
  phase: 'greeting',
  code: 'greeting-refused',
  message: 'The server refused with 554.',
  replyCode: 554,
  replyPermanence: 'permanent',
  totalMs: 12,
};

describe('lastTestFacts', () => {
  it('shows the slowest session of a test that passed', () => {
    const votes = { lyon: passed, oslo: { ...passed, totalMs: 90 } };
    expect(lastTestFacts({ ...test, verdict: 'pass', reason: null, votes })).toEqual({
      outcome: 'passed',
      reason: null,
      replyCode: 220,
      totalMs: 90,
      sites: null,
    });
  });

  it('shows the session that failed, and how many did', () => {
    const votes = { lyon: passed, oslo: failed, rome: failed };
    expect(lastTestFacts({ ...test, verdict: 'fail', reason: '2 of 3', votes })).toEqual({
      outcome: 'failed',
      reason: '2 of 3',
      replyCode: 554,
      totalMs: 12,
      sites: '2 of 3 sites failed',
    });
  });

  it('counts no site that was in trouble itself', () => {
    const suspect: SiteVote = { ...failed, missing: 'site-suspect', totalMs: 90 };
    const votes = { lyon: passed, oslo: failed, rome: failed, bonn: suspect };
    expect(lastTestFacts({ ...test, verdict: 'fail', reason: null, votes })).toMatchObject({
      totalMs: 12,
      sites: '2 of 3 sites failed',
    });
  });

  it('takes the reason from the session when the test has none', () => {
    const facts = lastTestFacts({ ...test, verdict: 'fail', reason: null, votes: { lyon: failed } });
    expect(facts.reason).toBe('The server refused with 554.');
    expect(facts.sites).toBeNull();
  });

  it('copes with a test that nobody reported', () => {
    expect(lastTestFacts({ ...test, verdict: 'unknown', reason: 'no site reported in time', votes: {} })).toEqual({
      outcome: 'unknown',
      reason: 'no site reported in time',
      replyCode: null,
      totalMs: null,
      sites: null,
    });
  });
});

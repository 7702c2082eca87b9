import type { Monitor } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { firstAnswer } from './first-answer.js';

type LastTest = NonNullable<Monitor['state']['lastTest']>;
const vote: LastTest['votes'][string] = {
  passed: true,
  missing: null,
  phase: null,
  code: null,
  message: null,
  replyCode: 220,
  replyPermanence: null,
  totalMs: 812,
};
const test: LastTest = {
  number: 1,
  at: '2026-01-01T00:00:00Z',
  verdict: 'pass',
  reason: null,
  votes: { default: vote },
};

describe('firstAnswer', () => {
  it('says how long it took', () => {
    expect(firstAnswer(test)).toMatchObject({ passed: true, headline: 'First answer in 0.81 s: Up' });
  });

  it('says what went wrong, where, and what may help', () => {
    const failed = { ...vote, passed: false, phase: 'connect', message: 'The connection was refused.' } as const;
    const answer = firstAnswer({ ...test, verdict: 'fail', votes: { default: failed } });
    expect(answer).toMatchObject({ passed: false, headline: 'The first test failed after 0.81 s' });
    expect(answer.reason).toBe('The connection was refused.');
    expect(answer.advice).toContain('firewall');
  });

  it('tells nobody from nothing', () => {
    expect(firstAnswer({ ...test, verdict: 'unknown', votes: {} }).headline).toBe('Nobody could test it');
  });
});

import type { SiteVote } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { voteLook, votesOf } from './site-votes.js';

const PASSED: SiteVote = {
  passed: true,
  missing: null,
  phase: null,
  code: null,
  message: null,
  replyCode: 220,
  replyPermanence: null,
  totalMs: 12,
};
const FAILED: SiteVote = { ...PASSED, passed: false, phase: 'connect', code: 'connect-refused', message: 'Refused.' };

describe('votesOf', () => {
  it('names those that were asked and said nothing, and those that are asked no more', () => {
    expect(votesOf({ sites: ['rome', 'berlin'] }, { votes: { rome: PASSED, oslo: FAILED } })).toEqual([
      ['berlin', null],
      ['oslo', FAILED],
      ['rome', PASSED],
    ]);
  });
});

describe('voteLook', () => {
  it.each([
    [PASSED, 'Passed', 'Service ready'],
    [FAILED, 'Failed', 'connect: Refused.'],
    [{ ...FAILED, message: null }, 'Failed', 'connect: connect-refused'],
    [
      { ...FAILED, missing: 'site-suspect' as const },
      'Suspect',
      'Does not count, as the site itself was in trouble. It saw connect: Refused.',
    ],
    [null, 'Missing', 'No report in time, or it was not asked in this test'],
  ])('%#', (vote, word, why) => {
    expect(voteLook(vote)).toMatchObject({ word, why });
  });
});

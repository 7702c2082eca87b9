import { describe, expect, it } from 'vitest';
import { silenceSeconds, verdictOf } from './past-tests.js';

const PASS = { passed: true, suspect: false };
const FAIL = { passed: false, suspect: false };
const SUSPECT = { passed: false, suspect: true };

describe('verdictOf', () => {
  it.each([
    [[PASS], null, 'pass'],
    [[FAIL], null, 'fail'],
    [[PASS, PASS, FAIL], null, 'pass'],
    [[PASS, FAIL, FAIL], null, 'fail'],
    [[PASS, PASS, FAIL], 1, 'fail'],
    [[PASS, FAIL], 3, 'pass'],
    [[SUSPECT], null, 'unknown'],
    [[PASS, SUSPECT], null, 'pass'],
    [[], null, 'unknown'],
  ] as const)('%j with %s sites to fail', (sessions, sitesToFail, verdict) => {
    expect(verdictOf(sessions, sitesToFail)).toBe(verdict);
  });
});

describe('silenceSeconds', () => {
  it('follows from the timing', () => {
    const delaySeconds = { up: 300, warn: 60, down: 120, lost: 300 };
    expect(silenceSeconds({ timing: { maxTestDurationSeconds: 30, delaySeconds } })).toBe(645);
  });
});

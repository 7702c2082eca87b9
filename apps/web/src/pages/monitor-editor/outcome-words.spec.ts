import type { ProbeCheckResult } from '@twotwenty/contracts/probe-check';
import { describe, expect, it } from 'vitest';
import { formatCertificate, outcomeOf } from './outcome-words.js';

describe('outcomeOf', () => {
  it('tells a server that failed from one that was not tested', () => {
    expect(outcomeOf({ result: null }).outcome).toBe('none');
    expect(outcomeOf({ result: { passed: true } as ProbeCheckResult }).outcome).toBe('passed');
    expect(outcomeOf({ result: { passed: false } as ProbeCheckResult }).outcome).toBe('failed');
  });
});

describe('formatCertificate', () => {
  const report = (daysLeft: number, valid: boolean, names: string[]) =>
    ({ protocol: 'TLSv1.3', valid, certificate: { names, subject: 'CN=mx', daysLeft } }) as unknown as Parameters<
      typeof formatCertificate
    >[0];

  it.each([
    [80, true, ['mx.example.com'], 'TLSv1.3, certificate of mx.example.com valid for 80 days'],
    [80, false, [], 'TLSv1.3, certificate of CN=mx not valid, and expires in 80 days'],
    [-3, false, [], 'TLSv1.3, certificate of CN=mx expired 3 days ago'],
  ])('with %i days left', (daysLeft, valid, names, words) => {
    expect(formatCertificate(report(daysLeft, valid, names))).toBe(words);
  });
});

import type { ProbeReport } from '@twotwenty/contracts/jobs';
import type { DecisionChanges, LockedState } from '@twotwenty/database/repositories/decision.repository';
import { createLogger } from '@twotwenty/observability/logger';
import { describe, expect, it } from 'vitest';
import { decideReports } from './evaluator.js';

const logger = createLogger('test', 'fatal');

function report(monitor: number): ProbeReport {
  return {
    monitor,
    test: 1,
    passed: true,
    suspect: false,
    failure: null,
    replyCode: 220,
    timings: { dnsMs: null, connectMs: 1, greetingMs: 1, ehloMs: null, tlsMs: null, quitMs: 1, totalMs: 3 },
    tls: null,
    latenessMs: 1,
    detail: null,
  };
}

/** A database that refuses whatever concerns monitor 2. */
function refusing(code: string) {
  const decided: number[] = [];
  const decide = (
    keys: readonly number[],
    work: (states: LockedState[]) => DecisionChanges,
  ): Promise<DecisionChanges> => {
    if (keys.includes(2)) return Promise.reject(Object.assign(new Error('value out of range'), { code }));
    decided.push(...keys);
    return Promise.resolve(work([]));
  };
  const decisions = { decideFor: decide, decideExpired: () => Promise.reject(new Error('not asked for')) };
  return { decided, decisions };
}

describe('decideReports', () => {
  it('lets a value that the database refuses keep no other report from its verdict', async () => {
    const { decided, decisions } = refusing('22003');
    const problems = await decideReports({ decisions, logger }, 'default', [report(1), report(2), report(3)]);
    expect(problems).toEqual(['report of monitor 2: value out of range']);
    expect(decided).toEqual([1, 3]);
  });

  it('leaves every other error to a further attempt of the whole message', async () => {
    const { decided, decisions } = refusing('57P01');
    await expect(decideReports({ decisions, logger }, 'default', [report(1), report(2)])).rejects.toThrow();
    expect(decided).toEqual([]);
  });
});

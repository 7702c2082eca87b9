import { describe, expect, it } from 'vitest';
import { healthFindings } from './health-findings.js';

describe('healthFindings', () => {
  const codes = (...[health]: Parameters<typeof healthFindings>) => healthFindings(health).map(({ code }) => code);

  it('has nothing to say of a machine that is well', () => {
    expect(codes({ port25: 'open', connectionTable: { entries: 9, limit: 100 } })).toEqual([]);
    expect(codes({ port25: 'unknown', connectionTable: null })).toEqual([]);
  });

  it('tells of a blocked port and of a table that is nearly full', () => {
    expect(codes({ port25: 'blocked', connectionTable: { entries: 99, limit: 100 } })).toEqual([
      'port-25-blocked',
      'connection-table-nearly-full',
    ]);
  });
});

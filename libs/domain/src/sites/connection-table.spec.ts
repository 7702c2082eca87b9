import { describe, expect, it } from 'vitest';
import { connectionTableFinding } from './connection-table.js';

describe('connectionTableFinding', () => {
  it('says nothing while there is room', () => {
    expect(connectionTableFinding({ entries: 0, limit: 262_144 })).toBeNull();
    expect(connectionTableFinding({ entries: 79, limit: 100 })).toBeNull();
  });

  it.each([80, 100])('tells of a table with %i of 100 entries, and what to do', (entries) => {
    const finding = connectionTableFinding({ entries, limit: 100 });
    expect(finding?.code).toBe('connection-table-nearly-full');
    expect(finding?.message).toContain(`tracks ${entries} connections here and can track 100`);
    expect(finding?.fix).toContain('nf_conntrack_max');
  });
});

import { AUDIT_ACTIONS } from '@twotwenty/contracts/audit';
import { describe, expect, it } from 'vitest';
import { auditDetails, AUDIT_WORDS } from './audit-words.js';

describe('AUDIT_WORDS', () => {
  it('has different words for every action', () => {
    expect(new Set(Object.values(AUDIT_WORDS)).size).toBe(AUDIT_ACTIONS.length);
  });
});

describe('auditDetails', () => {
  it('names what is known', () => {
    const details = { sessionsEnded: 2, changed: ['name', 'uses'], reason: '', until: null, ok: true, how: { a: 1 } };
    expect(auditDetails({ details })).toEqual(['sessions ended: 2', 'changed: name, uses', 'ok: true', 'how: {"a":1}']);
  });
});

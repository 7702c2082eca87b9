import { describe, expect, it } from 'vitest';
import { changeDraft, isBehind } from './draft.js';

const stored = { values: { name: 'mx', port: 22 }, version: 3 };

describe('changeDraft', () => {
  it('begins with what is stored', () => {
    expect(changeDraft(null, stored, { port: 23 })).toEqual({ values: { name: 'mx', port: 23 }, version: 3 });
  });

  it('keeps what was typed, and for which version, when somebody else changes the thing', () => {
    const begun = changeDraft(null, stored, { port: 23 });
    const theirs = { values: { name: 'theirs', port: 1 }, version: 4 };
    expect(changeDraft(begun, theirs, { name: 'mine' })).toEqual({ values: { name: 'mine', port: 23 }, version: 3 });
  });
});

describe('isBehind', () => {
  it('is so once another version is stored', () => {
    const begun = changeDraft(null, stored, { port: 23 });
    expect(isBehind(begun, stored)).toBe(false);
    expect(isBehind(begun, { ...stored, version: 4 })).toBe(true);
    expect(isBehind(null, { ...stored, version: 4 })).toBe(false);
  });
});

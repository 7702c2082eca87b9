import { describe, expect, it } from 'vitest';
import { carryOver, changeDraft, isBehind, isChanged, savedVersion } from './draft.js';

const stored = { values: { name: 'mx', ports: [22] }, version: 3 };
const theirs = { values: { name: 'theirs', ports: [1] }, version: 4 };
const elsewhere = { values: { name: 'mx', ports: [22] }, version: 4 };

describe('changeDraft', () => {
  it('begins with what is stored', () => {
    expect(changeDraft(null, stored, { ports: [23] })).toEqual({ values: { name: 'mx', ports: [23] }, over: stored });
  });

  it('keeps what was typed, and over what, when somebody else changes the thing', () => {
    const begun = changeDraft(null, stored, { ports: [23] });
    expect(changeDraft(begun, theirs, { name: 'mine' })).toEqual({
      values: { name: 'mine', ports: [23] },
      over: stored,
    });
  });
});

describe('isChanged', () => {
  it('is what differs from what it was typed over', () => {
    expect(isChanged(null)).toBe(false);
    expect(isChanged(changeDraft(null, stored, ({ ports }) => ({ name: 'mine', ports })))).toBe(true);
    expect(isChanged(changeDraft(null, stored, { name: 'mx' }))).toBe(false);
  });
});

describe('isBehind and savedVersion', () => {
  const begun = changeDraft(null, stored, { ports: [23] });

  it.each([
    ['nothing changed', begun, stored, false, 3],
    ['what is edited changed', begun, theirs, true, 3],
    ['something else changed', begun, elsewhere, false, 4],
    ['nothing was typed', null, theirs, false, 4],
  ] as const)('when %s', (_, draft, now, behind, version) => {
    expect(isBehind(draft, now)).toBe(behind);
    expect(savedVersion(draft, now)).toBe(version);
  });
});

describe('carryOver', () => {
  it('keeps what was typed, and takes theirs of everything else', () => {
    const begun = changeDraft(null, stored, { ports: [23] });
    expect(carryOver(begun, theirs)).toEqual({ values: { name: 'theirs', ports: [23] }, over: theirs });
    expect(carryOver(null, theirs)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { newAction, type ActionDraft } from './alert-draft.js';
import { coverageOf, fromToOf, rangeOf, spansOf, spanWords } from './ranges.js';

function mail(range: string, changes: Partial<ActionDraft> = {}): ActionDraft {
  return { ...newAction('email'), range, ...changes };
}

describe('spansOf', () => {
  it('reads what the API reads, in order', () => {
    expect(spansOf('5-, 1-2, 3')).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: null },
    ]);
    expect(spansOf('2')).toEqual([{ from: 2, to: 2 }]);
    expect(spansOf('3-1')).toBeNull();
    expect(spansOf('')).toBeNull();
  });
});

describe('fromToOf', () => {
  it.each([
    ['2-4', { from: '2', to: '4' }],
    ['2-', { from: '2', to: '' }],
    ['3', { from: '3', to: '3' }],
    ['-', { from: '', to: '' }],
  ])('takes %j apart', (range, fromTo) => {
    expect(fromToOf(range)).toEqual(fromTo);
    expect(spansOf(rangeOf(fromTo))).toEqual(spansOf(range));
  });

  it('leaves lists as they are', () => {
    expect(fromToOf('1,3-')).toBeNull();
    expect(fromToOf('all')).toBeNull();
  });
});

describe('coverageOf', () => {
  it('puts alerts together that are served alike, and finds those that nobody is told of', () => {
    const { columns, rows, told } = coverageOf([mail('1-2'), mail('5-')], 8);
    expect(columns.map(spanWords)).toEqual(['1–2', '3–4', '5–8']);
    expect(rows.map(({ serves }) => serves)).toEqual([
      [true, false, false],
      [false, false, true],
    ]);
    expect(told).toEqual([true, false, true]);
  });

  it('has no end where nobody knows one', () => {
    expect(coverageOf([mail('2-')], null).columns.map(spanWords)).toEqual(['1', '2 on']);
    expect(coverageOf([], null)).toMatchObject({ told: [false], isRecoveryTold: false });
  });

  it('shows what is never reached only where an action waits for it', () => {
    const { columns } = coverageOf([mail('1-'), mail('6')], 3);
    expect(columns.map((column) => [spanWords(column), column.isBeyond])).toEqual([
      ['1–3', false],
      ['4–5', true],
      ['6', true],
    ]);
    expect(coverageOf([mail('1-')], 3).columns.map(spanWords)).toEqual(['1–3']);
  });

  it('counts no action that is off, and no repair as telling somebody', () => {
    const off = mail('1-', { enabled: false });
    expect(coverageOf([off], 3)).toMatchObject({ told: [false], isRecoveryTold: false });
    const repair = { ...newAction('reboot-server'), range: '1-' };
    const { rows, told } = coverageOf([repair], 3);
    expect(rows).toMatchObject([{ serves: [true], servesRecovery: false }]);
    expect(told).toEqual([false]);
  });

  it('takes a range that can not be read for none', () => {
    expect(coverageOf([mail('9-1')], 3).told).toEqual([false]);
  });
});

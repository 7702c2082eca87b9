import { describe, expect, it } from 'vitest';
import { enhancedStatus, permanence, replyInBrief } from './reply-meaning.js';

describe('enhancedStatus', () => {
  it('reads the code at the beginning of the text', () => {
    expect(enhancedStatus({ code: 550, lines: ['5.7.1 Access denied'] })).toEqual({ class: 5, subject: 7, detail: 1 });
    expect(enhancedStatus({ code: 451, lines: ['4.3.0'] })).toEqual({ class: 4, subject: 3, detail: 0 });
  });

  it.each(['Access denied', '5.7.1.2 x', 'x 5.7.1', '5.7', '3.1.1 x', ''])('finds none in %j', (text) => {
    expect(enhancedStatus({ code: 550, lines: [text] })).toBeNull();
  });

  it('ignores one that contradicts the reply code', () => {
    expect(enhancedStatus({ code: 450, lines: ['5.7.1 x'] })).toBeNull();
  });
});

describe('permanence', () => {
  it.each([
    [220, null],
    [354, null],
    [421, 'temporary'],
    [499, 'temporary'],
    [500, 'permanent'],
    [554, 'permanent'],
    [600, null],
  ])('of %i is %s', (code, expected) => expect(permanence({ code, lines: [''] })).toBe(expected));
});

describe('replyInBrief', () => {
  it('joins the lines', () => expect(replyInBrief({ code: 554, lines: ['a', 'b'] })).toBe('554 a b'));
  it('shows a code alone', () => expect(replyInBrief({ code: 554, lines: [''] })).toBe('554'));
  it('is 200 characters at most', () => {
    expect(replyInBrief({ code: 554, lines: ['x'.repeat(900)] })).toHaveLength(200);
  });
});

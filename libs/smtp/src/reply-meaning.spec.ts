import { describe, expect, it } from 'vitest';
import { permanence, replyInBrief } from './reply-meaning.js';

describe('permanence', () => {
  it.each([
    [220, null],
    [354, null],
    [421, 'temporary'],
    [499, 'temporary'],
    [500, 'permanent'],
    [554, 'permanent'],
    [600, null],
  ])('of %i is %s', (code, expected) => expect(permanence({ code })).toBe(expected));
});

describe('replyInBrief', () => {
  it('joins the lines', () => expect(replyInBrief({ code: 554, lines: ['a', 'b'] })).toBe('554 a b'));
  it('shows a code alone', () => expect(replyInBrief({ code: 554, lines: [''] })).toBe('554'));
  it('is 200 characters at most', () => {
    expect(replyInBrief({ code: 554, lines: ['x'.repeat(900)] })).toHaveLength(200);
  });
});

import { describe, expect, it } from 'vitest';
import { replyInBrief } from './reply-meaning.js';

describe('replyInBrief', () => {
  it('joins the lines', () => expect(replyInBrief({ code: 554, lines: ['a', 'b'] })).toBe('554 a b'));
  it('shows a code alone', () => expect(replyInBrief({ code: 554, lines: [''] })).toBe('554'));
  it('is 200 characters at most', () => {
    expect(replyInBrief({ code: 554, lines: ['x'.repeat(900)] })).toHaveLength(200);
  });
});

import { describe, expect, it } from 'vitest';
import { foldLines, transcriptText, type Line } from './transcript-lines.js';

const lines = (count: number): Line[] =>
  Array.from({ length: count }, (_, index) => ({ atMs: index, direction: '<', text: `220-line ${index}` }));

describe('a transcript', () => {
  it('is shown whole while it is short', () => {
    expect(foldLines(lines(40))).toEqual({ head: lines(40), hidden: 0, tail: [] });
  });

  it('shows its beginning and end when it is long', () => {
    const { head, hidden, tail } = foldLines(lines(500));
    expect([head.length, hidden, tail.length]).toEqual([20, 470, 10]);
    expect(tail.at(-1)).toEqual(lines(500).at(-1));
  });

  it('is copied as text', () => {
    expect(
      transcriptText([
        { atMs: 1.25, direction: '<', text: '220 mx1.example.com' },
        { atMs: 1500, direction: '>', text: 'QUIT' },
      ]),
    ).toBe('0.001 < 220 mx1.example.com\n1.500 > QUIT');
  });
});

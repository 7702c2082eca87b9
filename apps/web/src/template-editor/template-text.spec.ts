import { describe, expect, it } from 'vitest';
import { insertAt, piecesOf, slipsOf } from './template-text.js';

const KNOWN = new Set(['monitor', 'state', 'look-at']);

describe('piecesOf', () => {
  it('takes a text apart at its tokens, and loses nothing', () => {
    const text = '{{ Monitor }} is {{stat}}{{state}}!';
    const pieces = piecesOf(text, KNOWN);
    expect(pieces.map((piece) => [piece.text, piece.kind])).toEqual([
      ['{{ Monitor }}', 'token'],
      [' is ', 'text'],
      ['{{stat}}', 'unknown'],
      ['{{state}}', 'token'],
      ['!', 'text'],
    ]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of pieces) expect(text.startsWith(piece.text, piece.at)).toBe(true);
  });

  it('takes what is no token for text', () => {
    expect(piecesOf('{{a{b}} {monitor} {{', KNOWN).map(({ kind }) => kind)).toEqual(['text']);
    expect(piecesOf('', KNOWN)).toEqual([]);
  });
});

describe('slipsOf', () => {
  it('says where a token is none, and what was meant', () => {
    expect(slipsOf('a\n{{montor}}\n{{look at}} {{nothing-like-it}}', KNOWN)).toEqual([
      { written: '{{montor}}', at: 2, line: 2, meant: '{{monitor}}' },
      { written: '{{look at}}', at: 13, line: 3, meant: '{{look-at}}' },
      { written: '{{nothing-like-it}}', at: 25, line: 3, meant: null },
    ]);
  });
});

it('insertAt puts a text at the cursor, or in place of what is selected', () => {
  expect(insertAt('abcd', 2, 2, '{{x}}')).toEqual({ text: 'ab{{x}}cd', cursor: 7 });
  expect(insertAt('abcd', 1, 3, '-')).toEqual({ text: 'a-d', cursor: 2 });
});

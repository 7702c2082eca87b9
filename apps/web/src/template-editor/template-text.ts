/** As the API finds tokens: `{{name}}`, with spaces inside and in any case. */
const TOKEN = /\{\{([^{}]*)\}\}/g;

/** A piece of a template's text. */
export interface Piece {
  readonly text: string;
  /** Where it begins, UTF-16 units. */
  readonly at: number;
  readonly kind: 'text' | 'token' | 'unknown';
}

/** Takes a text apart at its tokens. @param known names of tokens, in small letters; null: every name is taken for one */
export function piecesOf(text: string, known: ReadonlySet<string> | null): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: written, 1: name = '', index } of text.matchAll(TOKEN)) {
    if (index > done) pieces.push({ text: text.slice(done, index), at: done, kind: 'text' });
    pieces.push({
      text: written,
      at: index,
      kind: known?.has(name.trim().toLowerCase()) === false ? 'unknown' : 'token',
    });
    done = index + written.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), at: done, kind: 'text' });
  return pieces;
}

/** A token that is none, and where it stands. */
export interface Slip {
  readonly written: string;
  /** UTF-16 units */
  readonly at: number;
  /** Counted from 1. */
  readonly line: number;
  /** What was most likely meant, as it is written; null when nothing is like it. */
  readonly meant: string | null;
}

/** The tokens of a text that are none. */
export function slipsOf(text: string, known: ReadonlySet<string>): readonly Slip[] {
  return piecesOf(text, known)
    .filter(({ kind }) => kind === 'unknown')
    .map(({ text: written, at }) => ({
      written,
      at,
      line: text.slice(0, at).split('\n').length,
      meant: meantBy(written.slice(2, -2).trim().toLowerCase(), known),
    }));
}

/** More slips than this are another word. */
const MAX_SLIPS = 2;

function meantBy(name: string, known: ReadonlySet<string>): string | null {
  const likely = [...known]
    .map((token) => ({ token, slips: distance(name.replaceAll(/[\s_]+/g, '-'), token) }))
    .sort((left, right) => left.slips - right.slips)[0];
  return likely !== undefined && likely.slips <= MAX_SLIPS ? `{{${likely.token}}}` : null;
}

/** How many letters are to be put in, left out or replaced (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [place, letter] of [...left].entries()) {
    const next = [place + 1];
    for (let index = 1; index <= right.length; index += 1) {
      const replaced = (row[index - 1] ?? 0) + Number(letter !== right[index - 1]);
      next.push(Math.min(replaced, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** A text with another one in place of what is selected, and where the cursor is then. */
export function insertAt(text: string, from: number, to: number, inserted: string): { text: string; cursor: number } {
  return { text: text.slice(0, from) + inserted + text.slice(to), cursor: from + inserted.length };
}

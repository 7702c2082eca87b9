import type { Result } from '@twotwenty/contracts/history';

export type Line = NonNullable<Result['detail']>['transcript'][number];

/** A longer transcript is folded: its beginning and its end tell most. */
const SHOWN_WHOLE = 40;
const HEAD = 20;
const TAIL = 10;

interface Folded {
  readonly head: readonly Line[];
  readonly hidden: number;
  readonly tail: readonly Line[];
}

export function foldLines(lines: readonly Line[]): Folded {
  if (lines.length <= SHOWN_WHOLE) return { head: lines, hidden: 0, tail: [] };
  return { head: lines.slice(0, HEAD), hidden: lines.length - HEAD - TAIL, tail: lines.slice(-TAIL) };
}

/** All of it as text: `0.012 > EHLO monitor.example.com`. */
export function transcriptText(lines: readonly Line[]): string {
  return lines.map(({ atMs, direction, text }) => `${(atMs / 1000).toFixed(3)} ${direction} ${text}`).join('\n');
}

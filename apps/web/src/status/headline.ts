import type { GroupCounts } from './standing.js';

/** The worst that is the case, as far as colour and icon tell it apart. */
export type Mood = 'trouble' | 'warn' | 'up' | 'idle';

/** `idle`: nothing is wrong that we know of, and nothing is known to be right either. */
export function moodOf(counts: GroupCounts): Mood {
  if (counts.down > 0 || counts.lost > 0) return 'trouble';
  if (counts.warn > 0) return 'warn';
  return counts.up > 0 ? 'up' : 'idle';
}

/** What a title begins with, such as `(2 down) `: the worst alone, because a tab shows its first letters only. */
export function titlePrefix(counts: GroupCounts): string {
  const outages = list([
    [counts.down, 'down'],
    [counts.lost, 'lost'],
  ]);
  const worst = outages === '' ? list([[counts.warn, 'warn']]) : outages;
  return worst === '' ? '' : `(${worst}) `;
}

/** The sentence on top of the page. */
export function headline(counts: GroupCounts): string {
  const tested = counts.down + counts.lost + counts.warn + counts.up;
  const troubles = list([
    [counts.down, 'down'],
    [counts.lost, 'lost'],
    [counts.warn, 'warn'],
  ]);
  if (troubles !== '') return troubles;
  if (tested > 0) return allUp(tested, counts.uninitialized + counts.held);
  if (counts.uninitialized > 0) return 'Waiting for the first verdict';
  return 'Every monitor is held: nothing is being judged';
}

function allUp(tested: number, others: number): string {
  const kind = others > 0 ? 'tested ' : '';
  return tested === 1 ? `The ${kind}monitor is up` : `All ${tested} ${kind}monitors are up`;
}

function list(parts: readonly (readonly [count: number, word: string])[]): string {
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

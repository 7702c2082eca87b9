import type { ActionRun, RunState } from '@twotwenty/contracts/action-run';
import type { Standing } from './standing.js';

/** As they are offered for choice, what needs a person first. */
export const RUN_STATE_ORDER = ['failed', 'pending', 'delivered', 'skipped'] as const satisfies readonly RunState[];

interface Words {
  readonly word: string;
  /** Completes the sentence "A notice that is …". */
  readonly meaning: string;
  /** Whose shape it borrows. */
  readonly shape: Standing;
}

export const RUN_STATE_WORDS: Readonly<Record<RunState, Words>> = {
  failed: { word: 'Failed', meaning: 'not delivered, and not tried any more', shape: 'down' },
  pending: { word: 'Pending', meaning: 'to be sent, or to be tried again', shape: 'uninitialized' },
  delivered: { word: 'Delivered', meaning: 'taken by the receiver', shape: 'up' },
  skipped: { word: 'Skipped', meaning: 'not to be sent, for the reason that is given', shape: 'disabled' },
};

/** What a run tells: `Alert 2`, `Recovery after 2 alerts`, `Trial`. */
export function formatOccasion({ kind, alertNumber }: Pick<ActionRun, 'kind' | 'alertNumber'>): string {
  if (kind === 'test') return 'Trial';
  if (kind === 'failure') return `Alert ${alertNumber}`;
  return `Recovery after ${alertNumber === 1 ? '1 alert' : `${alertNumber} alerts`}`;
}

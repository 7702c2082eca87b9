import { REPAIR_ENDINGS_TO_RETRY, type ActionRun, type RunKind, type RunState } from '@twotwenty/contracts/action-run';
import type { Mood } from './headline.js';
import type { Standing } from './standing.js';

/** As they are offered for choice, what needs a person first. */
export const RUN_STATE_ORDER = [
  'awaiting-approval',
  'failed',
  'unknown',
  'refused',
  'pending',
  'ready',
  'running',
  'delivered',
  'done',
  'skipped',
] as const satisfies readonly RunState[];

type SiteNoticeKind = Exclude<RunKind, 'failure' | 'recovery' | 'test'>;

interface Words {
  readonly word: string;
  /** Completes the sentence "A run that is …". */
  readonly meaning: string;
  /** Whose shape it borrows. */
  readonly shape: Standing;
}

export const RUN_STATE_WORDS: Readonly<Record<RunState, Words>> = {
  'awaiting-approval': { word: 'Awaits approval', meaning: 'a repair that somebody has to release', shape: 'warn' },
  failed: { word: 'Failed', meaning: 'tried without success, and not tried any more', shape: 'down' },
  unknown: {
    word: 'Unknown',
    meaning: 'a repair that the machine was asked for, and nobody knows what became of it',
    shape: 'lost',
  },
  refused: { word: 'Refused', meaning: 'a repair that lacks something: nothing was tried', shape: 'down' },
  pending: { word: 'Pending', meaning: 'to be sent, or to be tried again', shape: 'uninitialized' },
  ready: { word: 'Ready', meaning: 'a repair that is about to begin', shape: 'uninitialized' },
  running: { word: 'Running', meaning: 'a repair that is being carried out', shape: 'maintenance' },
  delivered: { word: 'Delivered', meaning: 'taken by the receiver', shape: 'up' },
  done: { word: 'Done', meaning: 'a repair that was carried out', shape: 'up' },
  skipped: { word: 'Skipped', meaning: 'not to be run, for the reason that is given', shape: 'disabled' },
};

const MOODS: Readonly<Partial<Record<Standing, Mood>>> = { down: 'trouble', lost: 'warn', warn: 'warn', up: 'up' };

/** How a page about one run feels. */
export function moodOfRun(state: RunState): Mood {
  return MOODS[RUN_STATE_WORDS[state].shape] ?? 'idle';
}

const OPEN_STATES: readonly RunState[] = ['pending', 'awaiting-approval', 'ready', 'running'];

/** Whether nothing changes any more unless a person wants it. */
export function isFinal(state: RunState): boolean {
  return !OPEN_STATES.includes(state);
}

/** Whether a person may have it tried, or carried out, again. */
export function isRetryable({ state, isRepair }: Pick<ActionRun, 'state' | 'isRepair'>): boolean {
  return isRepair ? (REPAIR_ENDINGS_TO_RETRY as readonly RunState[]).includes(state) : state === 'failed';
}

const SITE_OCCASIONS: Readonly<Record<SiteNoticeKind, string>> = {
  'site-lost': 'Site lost',
  'site-back': 'Site back',
  'site-suspect': 'Site suspect',
  'site-trusted': 'Site trusted again',
};

/** What a run tells: `Alert 2`, `Recovery after 2 alerts`, `Site lost`, `Trial`. */
export function formatOccasion({ kind, alertNumber }: Pick<ActionRun, 'kind' | 'alertNumber'>): string {
  if (kind === 'test') return 'Trial';
  if (kind === 'failure') return `Alert ${alertNumber}`;
  if (kind !== 'recovery') return SITE_OCCASIONS[kind];
  return `Recovery after ${alertNumber === 1 ? '1 alert' : `${alertNumber} alerts`}`;
}

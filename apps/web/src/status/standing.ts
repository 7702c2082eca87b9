import type { Monitor } from '@twotwenty/contracts/monitor';

type State = Monitor['state'];
type Status = State['status'];
type Hold = NonNullable<State['hold']>;

/** What is shown for a monitor: its hold while one lasts, else its status. */
export type Standing = Status | Hold;

/** Standings as they are counted and sorted, what needs a person first. */
export const GROUPS = ['down', 'lost', 'warn', 'uninitialized', 'up', 'held'] as const;
export type Group = (typeof GROUPS)[number];
export type GroupCounts = Readonly<Record<Group, number>>;

interface Words {
  readonly word: string;
  /** Completes the sentence "A monitor that is …". */
  readonly meaning: string;
}

export const STANDING_WORDS: Readonly<Record<Standing, Words>> = {
  down: { word: 'Down', meaning: 'failing, alerts are being raised' },
  lost: { word: 'Lost', meaning: 'still failing after its last alert, nothing more is raised' },
  warn: { word: 'Warn', meaning: 'failing, not yet often enough for an alert' },
  uninitialized: { word: 'Uninitialized', meaning: 'waiting for its first verdict' },
  up: { word: 'Up', meaning: 'answering as it should' },
  maintenance: { word: 'Maintenance', meaning: 'in a maintenance window, not judged' },
  suspended: { word: 'Suspended', meaning: 'suspended, not judged' },
  disabled: { word: 'Disabled', meaning: 'switched off, not tested' },
};

export const GROUP_WORDS: Readonly<Record<Group, Words>> = {
  down: STANDING_WORDS.down,
  lost: STANDING_WORDS.lost,
  warn: STANDING_WORDS.warn,
  uninitialized: STANDING_WORDS.uninitialized,
  up: STANDING_WORDS.up,
  held: { word: 'Held', meaning: 'disabled, suspended or in maintenance' },
};

export function standingOf({ status, hold }: Pick<State, 'status' | 'hold'>): Standing {
  return hold ?? status;
}

export function groupOf({ status, hold }: Pick<State, 'status' | 'hold'>): Group {
  return hold === null ? status : 'held';
}

export function countGroups(monitors: readonly Pick<Monitor, 'state'>[]): GroupCounts {
  const counts: Record<Group, number> = { down: 0, lost: 0, warn: 0, uninitialized: 0, up: 0, held: 0 };
  for (const { state } of monitors) counts[groupOf(state)] += 1;
  return counts;
}

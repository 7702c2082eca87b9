import type { Monitor } from '@twotwenty/contracts/monitor';
import type { MonitorSummary, StatusFilter } from '@twotwenty/contracts/monitor-list';

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

export function standingOf({ status, hold }: Pick<State, 'status' | 'hold'>): Standing {
  return hold ?? status;
}

export function groupOf({ status, hold }: Pick<State, 'status' | 'hold'>): Group {
  return hold === null ? status : 'held';
}

/** The counts of a summary, all holds together. */
export function groupCounts({ counts }: Pick<MonitorSummary, 'counts'>): GroupCounts {
  const { maintenance, suspended, disabled, ...rest } = counts;
  return { ...rest, held: maintenance + suspended + disabled };
}

/** The count of whatever a list is narrowed to. */
export function countOf(filter: StatusFilter, { counts, noData }: MonitorSummary): number {
  if (filter === 'noData') return noData;
  if (filter === 'held') return counts.maintenance + counts.suspended + counts.disabled;
  return filter === 'trouble' ? counts.down + counts.lost + counts.warn : counts[filter];
}

/** What people call the filters of a list. */
export const FILTER_WORDS: Readonly<Record<StatusFilter, Words>> = {
  ...STANDING_WORDS,
  held: { word: 'Held', meaning: 'disabled, suspended or in maintenance' },
  trouble: { word: 'In trouble', meaning: 'down, lost or warn' },
  noData: { word: 'No data', meaning: 'without a site that could test it' },
};

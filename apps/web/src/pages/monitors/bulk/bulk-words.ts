import type { BulkAction, BulkOutcome } from '@twotwenty/contracts/monitor-bulk';
import type { BulkSelection } from '../../../api/monitor-bulk.js';
import { formatNumber } from '../../../numbers/format-number.js';

/** On the button of an action. */
export const ACTION_WORDS: Readonly<Record<BulkAction, string>> = {
  enable: 'Enable',
  disable: 'Disable',
  suspend: 'Suspend',
  resume: 'Resume',
  test: 'Test now',
  'add-tags': 'Add tags',
  'remove-tags': 'Remove tags',
  'add-to-alert': 'Assign to an alert',
};

/** What was done to those that were changed: "12 monitors …". */
const DONE_WORDS: Readonly<Record<BulkAction, string>> = {
  enable: 'enabled',
  disable: 'disabled',
  suspend: 'suspended',
  resume: 'resumed',
  test: 'tested now',
  'add-tags': 'tagged',
  'remove-tags': 'freed of the tags',
  'add-to-alert': 'assigned to the alert',
};

/** Names in a question. */
const NAMED = 3;

/** `1 monitor`, `12,000 monitors`. */
export function countMonitors(count: number): string {
  return count === 1 ? '1 monitor' : `${formatNumber(count)} monitors`;
}

/** Whom an action is for: `MX 1, MX 2, MX 3 and 4 more`, or `all 1,200 monitors that match`. */
export function formatSelection(selection: BulkSelection, names: readonly string[], matching: number | null): string {
  if ('filter' in selection) {
    return matching === null ? 'all monitors that match' : `all ${countMonitors(matching)} that match`;
  }
  const rest = selection.ids.length - Math.min(names.length, NAMED);
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${formatNumber(rest)} more` : ''}`;
}

/** What came of it in one sentence: `2 monitors disabled; 1 stayed as it was.` */
export function formatOutcome(action: BulkAction, { changed, unchanged, matched }: BulkOutcome): string {
  if (matched === 0) return 'There was no monitor to change.';
  const done = `${countMonitors(changed)} ${DONE_WORDS[action]}`;
  if (unchanged === 0) return `${done}.`;
  return `${done}; ${formatNumber(unchanged)} stayed as ${unchanged === 1 ? 'it was' : 'they were'}.`;
}

/** Tags as people write them: separated by commas or blanks. */
export function splitTags(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((tag) => tag !== ''))];
}

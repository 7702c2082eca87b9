import { isSame } from '../../form/same.js';
import { channelWord } from '../../status/channel-words.js';
import type { ActionDraft, AlertDraft } from './alert-draft.js';

/** Something that somebody else changed meanwhile. */
export interface Difference {
  readonly what: string;
  /** As it is stored now. */
  readonly theirs: string;
  /** As it was typed; null where it was not touched, so that theirs is taken anyway. */
  readonly mine: string | null;
}

const SIMPLE = [
  { field: 'name', what: 'Name', words: ({ name }: AlertDraft) => name },
  { field: 'enabled', what: 'Enabled', words: ({ enabled }: AlertDraft) => (enabled ? 'on' : 'off') },
  { field: 'assignment', what: 'Whom it serves', words: servedWords },
  { field: 'siteAlerts', what: 'Tells of sites', words: ({ siteAlerts }: AlertDraft) => (siteAlerts ? 'on' : 'off') },
] as const;

/**
 * What somebody else changed, and what was typed about the same.
 * @param base as it was when typing began
 */
export function differencesOf(base: AlertDraft, mine: AlertDraft, theirs: AlertDraft): readonly Difference[] {
  const simple = SIMPLE.filter(({ field }) => !isSame(base[field], theirs[field])).map(({ field, what, words }) => ({
    what,
    theirs: words(theirs),
    mine: isSame(base[field], mine[field]) ? null : words(mine),
  }));
  return [...simple, ...actionDifferences(base.actions, mine.actions, theirs.actions)];
}

function actionDifferences(
  base: readonly ActionDraft[],
  mine: readonly ActionDraft[],
  theirs: readonly ActionDraft[],
): readonly Difference[] {
  const all = [...base, ...theirs.filter(({ id }) => !base.some((old) => old.id === id))];
  const changed = all.flatMap((known): readonly Difference[] => {
    const [old, typed, stored] = [base, mine, theirs].map((list) => list.find(({ id }) => id === known.id));
    if (isSame(old, stored)) return [];
    const what = `Action ${known === old ? base.indexOf(known) + 1 : theirs.indexOf(known) + 1}, ${channelWord(known.type)}`;
    return [{ what, theirs: changeWords(old, stored), mine: isSame(old, typed) ? null : changeWords(old, typed) }];
  });
  const orders = [base, mine, theirs].map((list) =>
    list.map(({ id }) => id).filter((id) => all.some((a) => a.id === id)),
  );
  const isMoved = changed.length === 0 && !isSame(orders[0], orders[2]);
  return isMoved ? [{ what: 'Actions', theirs: 'in another order', mine: null }] : changed;
}

const FIELD_WORDS = {
  enabled: 'enabled',
  range: 'alerts of an incident',
  schedule: 'week',
  fallbackActionId: 'what stands in',
  notice: 'what it says',
  settings: 'where it goes',
} as const satisfies Partial<Record<keyof ActionDraft, string>>;

function changeWords(before: ActionDraft | undefined, after: ActionDraft | undefined): string {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  const fields = Object.keys(FIELD_WORDS) as readonly (keyof typeof FIELD_WORDS)[];
  const changed = fields.filter((field) => !isSame(before[field], after[field])).map((field) => FIELD_WORDS[field]);
  return changed.length === 0 ? 'as it was' : `changed: ${changed.join(', ')}`;
}

function servedWords({ assignment }: AlertDraft): string {
  if (assignment.to === 'all') return 'all monitors';
  const counted = [
    count(assignment.monitorIds, 'monitor'),
    count(assignment.deviceIds, 'device'),
    count(assignment.tags, 'tag'),
  ].filter((words) => words !== null);
  return counted.length === 0 ? 'no monitor' : counted.join(', ');
}

function count({ length }: readonly string[], word: string): string | null {
  return length === 0 ? null : `${length} ${word}${length === 1 ? '' : 's'}`;
}

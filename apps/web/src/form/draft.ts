import { mergeOnTop } from './merge.js';
import { isSame } from './same.js';

/** Something that is edited, or the part of it that a form shows, as it is stored. */
export interface Stored<Values> {
  readonly values: Values;
  /** Of the whole: it also rises when something changes that the form does not show. */
  readonly version: number;
}

/** What somebody has typed, and over what. Null: nothing yet. */
export type Draft<Values> = { readonly values: Values; readonly over: Stored<Values> } | null;

/** What is typed: fields with their new values, or what becomes of all. */
export type Change<Values> = Partial<Values> | ((before: Values) => Values);

/** A draft with a change. What is stored may have changed since: the draft stays one over what was seen when it began. */
export function changeDraft<Values>(
  draft: Draft<Values>,
  stored: Stored<Values>,
  change: Change<Values>,
): Draft<Values> {
  const { values, over } = draft ?? { values: stored.values, over: stored };
  return { values: typeof change === 'function' ? change(values) : { ...values, ...change }, over };
}

/** Whether something was typed that is not what it was typed over. */
export function isChanged<Values>(draft: Draft<Values>): boolean {
  return draft !== null && !isSame(draft.values, draft.over.values);
}

/** Whether somebody else has changed what is being edited since the draft was begun. */
export function isBehind<Values>(draft: Draft<Values>, stored: Stored<Values>): boolean {
  if (draft === null || draft.over.version === stored.version) return false;
  return !isSame(draft.over.values, stored.values);
}

/** The draft over what is stored now: what was typed stays, and what was not touched is as somebody else left it. */
export function carryOver<Values>(draft: Draft<Values>, stored: Stored<Values>): Draft<Values> {
  if (draft === null) return null;
  return { values: mergeOnTop(draft.over.values, draft.values, stored.values), over: stored };
}

/** The version that goes with a save: changes of what the form does not show are no reason to refuse it. */
export function savedVersion<Values>(draft: Draft<Values>, stored: Stored<Values>): number {
  return draft !== null && isBehind(draft, stored) ? draft.over.version : stored.version;
}

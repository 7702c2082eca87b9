/** Something that is edited, or the part of it that a form shows, as it is stored. */
export interface Stored<Values> {
  readonly values: Values;
  /** Of the whole: it also rises when something changes that the form does not show. */
  readonly version: number;
}

/** What somebody has typed, and over what. Null: nothing yet. */
export type Draft<Values> = { readonly values: Values; readonly over: Stored<Values> } | null;

/** A draft with a change. What is stored may have changed since: the draft stays one over what was seen when it began. */
export function changeDraft<Values>(
  draft: Draft<Values>,
  stored: Stored<Values>,
  change: Partial<Values>,
): Draft<Values> {
  const { values, over } = draft ?? { values: stored.values, over: stored };
  return { values: { ...values, ...change }, over };
}

/** Whether somebody else has changed what is being edited since the draft was begun. */
export function isBehind<Values>(draft: Draft<Values>, stored: Stored<Values>): boolean {
  if (draft === null || draft.over.version === stored.version) return false;
  return differ(draft.over.values, stored.values);
}

/** The draft over what is stored now: what was typed stays, and what was not touched is as somebody else left it. */
export function carryOver<Values extends object>(draft: Draft<Values>, stored: Stored<Values>): Draft<Values> {
  if (draft === null) return null;
  const before = new Map<string, unknown>(Object.entries(draft.over.values));
  const typed = Object.entries(draft.values).filter(([field, value]) => differ(value, before.get(field)));
  return { values: { ...stored.values, ...Object.fromEntries(typed) }, over: stored };
}

/** Of values that JSON can write, with their fields in the same order. */
function differ(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) !== JSON.stringify(right);
}

/** The version that goes with a save: changes of what the form does not show are no reason to refuse it. */
export function savedVersion<Values>(draft: Draft<Values>, stored: Stored<Values>): number {
  return draft !== null && isBehind(draft, stored) ? draft.over.version : stored.version;
}

/** What somebody has typed, and for which version of the thing. Null: nothing yet. */
export type Draft<Values> = { readonly values: Values; readonly version: number } | null;

interface Stored<Values> {
  readonly values: Values;
  readonly version: number;
}

/** A draft with a change. What is stored may have changed since: the draft stays one for what was seen when it began. */
export function changeDraft<Values>(
  draft: Draft<Values>,
  stored: Stored<Values>,
  change: Partial<Values>,
): Draft<Values> {
  const { values, version } = draft ?? stored;
  return { values: { ...values, ...change }, version };
}

/** Whether somebody else has changed the thing since the draft was begun. */
export function isBehind<Values>(draft: Draft<Values>, stored: Stored<Values>): boolean {
  return draft !== null && draft.version !== stored.version;
}

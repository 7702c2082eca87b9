/** Drafts of forms that outlive a reload and the end of a session, in this tab alone. Secrets are none of theirs. */
const PREFIX = 'twotwenty.draft.';

/** What was kept; null when there is nothing, or when it can not be read any more. @param isRight whether it is what is expected */
export function readDraft<T>(name: string, isRight: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null');
    return isRight(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; null forgets it. Where the browser keeps nothing, nothing is kept. */
export function keepDraft(name: string, draft: unknown): void {
  try {
    if (draft === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // Full, or forbidden by the browser: the draft lives as long as the page.
  }
}

/** Forgets all of them: who logs out leaves nothing behind. */
export function forgetDrafts(): void {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
    for (const name of names) sessionStorage.removeItem(name);
  } catch {
    // What can not be read was not kept.
  }
}

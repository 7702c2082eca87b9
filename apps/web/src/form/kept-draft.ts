import { z } from 'zod';
import type { Draft } from './draft.js';

/** Where drafts are kept: the `sessionStorage` of the tab, or less where the browser gives none. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where a draft is kept, so that it outlives a reload of the tab, a failed save and the end of a session. */
export interface DraftPlace<Values> {
  /** One for each thing that is edited. */
  readonly key: string;
  /** What a draft of this version of the page looks like. */
  readonly schema: z.ZodType<Values>;
  /** What may be kept outside the page, where something in it is secret; left out: all. */
  readonly withoutSecrets?: (values: Values) => Values;
}

const PREFIX = 'twotwenty-draft:';

/** The draft that is kept at a place; null when there is none, or one of another version of the page. */
export function readDraft<Values>({ key, schema }: DraftPlace<Values>, store = tabStore()): Draft<Values> {
  const text = attempt(() => store?.getItem(PREFIX + key) ?? null);
  if (text === null) return null;
  const kept = z.object({ values: schema, over: z.object({ values: schema, version: z.int() }) });
  const parsed = kept.safeParse(attempt((): unknown => JSON.parse(text)));
  return parsed.success ? parsed.data : null;
}

/** Whether something was typed there that is not saved. */
export function isDraftKept<Values>(place: DraftPlace<Values>): boolean {
  return readDraft(place) !== null;
}

/** Keeps a draft, or forgets the one that was kept when there is none any more. */
export function keepDraft<Values>(
  { key, withoutSecrets = (values) => values }: Omit<DraftPlace<Values>, 'schema'>,
  draft: Draft<Values>,
  store = tabStore(),
): void {
  attempt(() => {
    if (draft === null) store?.removeItem(PREFIX + key);
    else store?.setItem(PREFIX + key, JSON.stringify({ ...draft, values: withoutSecrets(draft.values) }));
    return null;
  });
}

/** Forgets all of them: who logs out leaves nothing behind. */
export function forgetDrafts(store: Storage | null = attempt(() => sessionStorage)): void {
  attempt(() => {
    const names = Object.keys(store ?? {}).filter((name) => name.startsWith(PREFIX));
    for (const name of names) store?.removeItem(name);
    return null;
  });
}

function tabStore(): DraftStore | null {
  return attempt(() => sessionStorage);
}

/** Storage may be forbidden, or full: then the draft lives in the page alone. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

import { useEffect, useState } from 'react';
import type { Stored } from './draft.js';
import { keepDraft, readDraft } from './kept-drafts.js';
import { isSame, mergeOnTop } from './merge.js';

/** What somebody has typed, and over what. */
interface KeptDraft<Values> {
  readonly values: Values;
  readonly over: Stored<Values>;
}

export interface KeptDraftControl<Values> {
  readonly values: Values;
  /** As it was when typing began: what is stored, while nothing is typed. */
  readonly over: Stored<Values>;
  readonly isChanged: boolean;
  /** Somebody else has changed the thing since. */
  readonly isBehind: boolean;
  /** It was typed before the page was loaded, and secrets are missing from it. */
  readonly isRestored: boolean;
  readonly change: (change: (before: Values) => Values) => void;
  /** Goes on with what was typed, on top of what somebody else stored. */
  readonly goOn: () => void;
  /** Forgets what was typed. */
  readonly discard: () => void;
}

interface KeptDraftOptions<Values> {
  /** Tells this form from others. */
  readonly name: string;
  readonly stored: Stored<Values>;
  /** What may be kept outside the page. */
  readonly withoutSecrets: (values: Values) => Values;
  /** Whether something that was kept can still be edited: the page may be of a newer version. */
  readonly isValues: (value: unknown) => value is Values;
}

/**
 * What is typed into a form about something that others change too. It outlives a reload, a save that failed, and the end
 * of the session; secrets do not.
 */
export function useKeptDraft<Values>(options: KeptDraftOptions<Values>): KeptDraftControl<Values> {
  const { name, stored, withoutSecrets, isValues } = options;
  const [draft, setDraft] = useState(() => readDraft(name, isKeptDraft(isValues)));
  const [isRestored, setRestored] = useState(draft !== null);

  useEffect(() => {
    keepDraft(name, draft === null ? null : { ...draft, values: withoutSecrets(draft.values) });
  }, [name, draft, withoutSecrets]);

  const { values, over } = draft ?? { values: stored.values, over: stored };
  return {
    values,
    over,
    isChanged: draft !== null && !isSame(draft.values, draft.over.values),
    isBehind: draft !== null && over.version !== stored.version && !isSame(over.values, stored.values),
    isRestored,
    change: (change) => {
      setDraft((before) => {
        const begun = before ?? { values: stored.values, over: stored };
        return { ...begun, values: change(begun.values) };
      });
    },
    goOn: () => {
      setDraft({ values: mergeOnTop(over.values, values, stored.values), over: stored });
    },
    discard: () => {
      setDraft(null);
      setRestored(false);
    },
  };
}

function isKeptDraft<Values>(isValues: (value: unknown) => value is Values) {
  return (value: unknown): value is KeptDraft<Values> => {
    if (typeof value !== 'object' || value === null || !('values' in value) || !('over' in value)) return false;
    const { values, over } = value;
    if (typeof over !== 'object' || over === null || !('values' in over) || !('version' in over)) return false;
    return typeof over.version === 'number' && isValues(values) && isValues(over.values);
  };
}

import { useEffect, useRef, useState } from 'react';
import type { Stored } from './draft.js';
import { keepDraft, readDraft, type DraftPlace } from './kept-draft.js';
import { mergeOnTop } from './merge.js';
import { isSame } from './same.js';

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
  /** It was stored: that is shown from now on, also before `stored` says so. */
  readonly settle: (saved: Stored<Values>) => void;
}

interface KeptDraftOptions<Values> {
  /** Where it is kept. It must not change while the form is shown. */
  readonly place: DraftPlace<Values>;
  readonly stored: Stored<Values>;
}

/**
 * What is typed into a form about something that others change too. It outlives a reload, a save that failed, and the end
 * of the session; secrets do not.
 */
export function useKeptDraft<Values>(options: KeptDraftOptions<Values>): KeptDraftControl<Values> {
  const { place } = options;
  const seat = useRef(place);
  const [draft, setDraft] = useState(() => readDraft(place));
  const [isRestored, setRestored] = useState(draft !== null);
  const [settled, setSettled] = useState<Stored<Values> | null>(null);
  const stored = settled !== null && settled.version > options.stored.version ? settled : options.stored;

  useEffect(() => {
    keepDraft(seat.current, draft);
  }, [draft]);

  function forget(): void {
    setDraft(null);
    setRestored(false);
  }

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
    discard: forget,
    settle: (saved) => {
      setSettled(saved);
      forget();
    },
  };
}

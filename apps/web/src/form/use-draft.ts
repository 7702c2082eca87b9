import { useState } from 'react';
import { carryOver, changeDraft, isBehind, savedVersion, type Draft } from './draft.js';

export interface DraftControl<Values> {
  readonly values: Values;
  /** That goes with the save: the controller refuses it when somebody else has changed what is edited. */
  readonly version: number;
  readonly isChanged: boolean;
  /** Somebody else has changed the thing since. */
  readonly isBehind: boolean;
  readonly change: (change: Partial<Values>) => void;
  /** Goes on with what was typed, and with what somebody else stored of everything else. */
  readonly goOn: () => void;
  /** Forgets what was typed. */
  readonly discard: () => void;
}

/**
 * What is typed into a form about something that others change too: nothing that was typed is lost by it.
 * @param stored as it is stored now
 * @param version of the whole, of which the form may show a part
 */
export function useDraft<Values extends object>(stored: Values, version: number): DraftControl<Values> {
  const [draft, setDraft] = useState<Draft<Values>>(null);
  const current = { values: stored, version };
  const values = draft?.values ?? stored;
  return {
    values,
    version: savedVersion(draft, current),
    isChanged: draft !== null,
    isBehind: isBehind(draft, current),
    change: (change) => {
      setDraft((before) => changeDraft(before, current, change));
    },
    goOn: () => {
      setDraft((before) => carryOver(before, current));
    },
    discard: () => {
      setDraft(null);
    },
  };
}

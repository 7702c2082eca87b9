import { useEffect, useRef, useState } from 'react';
import {
  carryOver,
  changeDraft,
  isBehind,
  isChanged,
  savedVersion,
  type Change,
  type Draft,
  type Stored,
} from './draft.js';
import { keepDraft, readDraft, type DraftPlace } from './kept-draft.js';

export interface DraftControl<Values> {
  readonly values: Values;
  /** What was seen when the draft was begun; what is stored, while nothing is typed. */
  readonly over: Stored<Values>;
  /** That goes with the save: the controller refuses it when somebody else has changed what is edited. */
  readonly version: number;
  readonly isChanged: boolean;
  /** Somebody else has changed the thing since. */
  readonly isBehind: boolean;
  /** What was typed comes from before the page was loaded, or left. */
  readonly wasKept: boolean;
  readonly change: (change: Change<Values>) => void;
  /** Goes on with what was typed, and with what somebody else stored of everything else. */
  readonly goOn: () => void;
  /** Goes on with these values over what is stored now, as after a merge. */
  readonly settle: (values: Values) => void;
  /** Forgets what was typed. */
  readonly discard: () => void;
}

/**
 * What is typed into a form about something that others change too: nothing that was typed is lost by it.
 * @param stored as it is stored now
 * @param version of the whole, of which the form may show a part
 * @param place where the draft outlives the page; it must not change while the form is shown. None: it goes with the form
 */
export function useDraft<Values extends object>(
  stored: Values,
  version: number,
  place: DraftPlace<Values> | null = null,
): DraftControl<Values> {
  const [kept] = useState(() => (place === null ? null : readDraft(place)));
  const [draft, setDraft] = useState<Draft<Values>>(kept);
  const seat = useRef(place);
  useEffect(() => {
    if (seat.current !== null) keepDraft(seat.current, isChanged(draft) ? draft : null);
  }, [draft]);
  const current = { values: stored, version };
  return {
    values: draft?.values ?? stored,
    over: draft?.over ?? current,
    version: savedVersion(draft, current),
    isChanged: isChanged(draft),
    isBehind: isBehind(draft, current),
    wasKept: kept !== null && draft !== null,
    change: (change) => {
      setDraft((before) => changeDraft(before, current, change));
    },
    goOn: () => {
      setDraft((before) => carryOver(before, current));
    },
    settle: (values) => {
      setDraft({ values, over: current });
    },
    discard: () => {
      // At once: the form may be gone before its next effect.
      if (place !== null) keepDraft(place, null);
      setDraft(null);
    },
  };
}

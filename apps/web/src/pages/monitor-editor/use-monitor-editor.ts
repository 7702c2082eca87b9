import { useMutation } from '@tanstack/react-query';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { useEffect, useState } from 'react';
import { useMonitorAccess } from '../../api/monitor-writes.js';
import { fieldProblems } from '../../form/field-problems.js';
import { changedFields, mergeValues, type Merge } from '../../form/three-way.js';
import { useDraft, type DraftControl } from '../../form/use-draft.js';
import type { EditorForm } from './editor-form.js';
import { openProblems, type Refused } from './editor-problems.js';
import { monitorValuesSchema, type MonitorField, type MonitorValues } from './monitor-values.js';
import { saveMonitor, type MonitorSave } from './save-monitor.js';
import { useTestNow, type TestNowControl } from './use-test-now.js';

/** What is edited. */
export interface EditorSubject {
  /** Null for a new one. */
  readonly monitor: Monitor | null;
  /** What the form begins with; of a monitor that is there, what is stored. */
  readonly initial: MonitorValues;
  /** Where what is typed is kept in this tab. */
  readonly draftKey: string;
}

export interface EditorControl {
  readonly form: EditorForm;
  readonly draft: DraftControl<MonitorValues>;
  readonly testNow: TestNowControl;
  /** Something was typed that is not stored. */
  readonly isChanged: boolean;
  /** What two people have changed differently; null while there is nothing to choose. */
  readonly merge: Merge<MonitorValues> | null;
  /** What somebody else has changed meanwhile, and is in the form now. */
  readonly taken: readonly MonitorField[];
  readonly save: () => void;
  /** Goes on with what was chosen of what two people changed. */
  readonly settle: (chosen: Partial<MonitorValues>, andSave: boolean) => void;
  readonly isSaving: boolean;
  /** The last save, until something else is typed. */
  readonly saved: SavedMonitor | undefined;
  readonly error: Error | null;
}

/** All that happens to a monitor that is edited: nothing that was typed is lost, and nothing of others is overwritten unseen. */
export function useMonitorEditor({ monitor, initial, draftKey }: EditorSubject): EditorControl {
  const version = monitor?.version ?? 0;
  const draft = useDraft(initial, version, { key: draftKey, schema: monitorValuesSchema });
  const { values } = draft;
  const testNow = useTestNow(values);
  const saving = useSaving(monitor, draft.discard);
  const { merge, taken } = useMerging(draft, initial);
  return {
    form: {
      values,
      problems: new Map([...problemsOf(testNow.refused, values), ...problemsOf(saving.refused, values)]),
      change: (change) => {
        saving.forget();
        draft.change(change);
      },
    },
    draft,
    testNow,
    isChanged: draft.isChanged,
    merge,
    taken,
    save: () => {
      const over = { values: draft.over.values, version: draft.version };
      saving.save({ values, over: monitor === null ? null : over });
    },
    settle: (chosen, andSave) => {
      const settled = { ...(merge?.values ?? values), ...chosen };
      draft.settle(settled);
      if (andSave) saving.save({ values: settled, over: { values: initial, version } });
    },
    isSaving: saving.isPending,
    saved: saving.saved,
    error: saving.error,
  };
}

function problemsOf(refused: Refused | null, values: MonitorValues): EditorForm['problems'] {
  return refused === null ? new Map() : openProblems(refused, values);
}

function useSaving(monitor: Monitor | null, onSaved: () => void) {
  const access = useMonitorAccess(monitor?.id ?? null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const { mutate, isPending, isSuccess, data, error, reset } = useMutation({
    mutationFn: (save: MonitorSave) => saveMonitor(access, save),
    onSuccess: () => {
      setRefused(null);
      onSaved();
    },
    onError: (refusal, { values }) => {
      setRefused({ problems: fieldProblems(refusal), values });
    },
  });
  return {
    save: mutate,
    isPending,
    saved: data,
    error,
    refused,
    /** Something is typed: what was said of the last save is old, but for what is still wrong. */
    forget: () => {
      if (isSuccess || (error !== null && fieldProblems(error).size === 0)) reset();
    },
  };
}

/** Changes of others go into the form by themselves where they touch nothing that was typed. */
function useMerging(draft: DraftControl<MonitorValues>, stored: MonitorValues) {
  const [taken, setTaken] = useState<readonly MonitorField[]>([]);
  const merge = draft.isBehind ? mergeValues(draft.over.values, draft.values, stored) : null;
  useEffect(() => {
    if (merge === null || merge.conflicts.length > 0) return;
    if (changedFields(stored, merge.values).length === 0) draft.discard();
    else draft.settle(merge.values);
    setTaken(merge.taken);
  });
  return {
    merge: merge !== null && merge.conflicts.length > 0 ? merge : null,
    taken: draft.isChanged ? taken : NONE,
  };
}

const NONE: readonly MonitorField[] = [];

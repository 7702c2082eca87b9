import type { Alert, SavedAlert } from '@twotwenty/contracts/alert';
import { useState } from 'react';
import { z } from 'zod';
import { useSaveAlert } from '../../api/alerts.js';
import { fieldProblems, type FieldProblems } from '../../form/field-problems.js';
import { useDraft, type DraftControl } from '../../form/use-draft.js';
import { ACTION_TYPES } from './action-kinds.js';
import { alertDraftOf, alertWithoutSecrets, missingInAlert, writtenAlert, type AlertDraft } from './alert-draft.js';
import { problemsById, withoutField } from './problems.js';

const templateShape = z.object({ isOn: z.boolean(), subject: z.string(), text: z.string() });
/** What was kept outside the page is looked at as far as it would break the form. */
const draftShape = z.object({
  name: z.string(),
  enabled: z.boolean(),
  siteAlerts: z.boolean(),
  assignment: z.object({
    to: z.enum(['all', 'chosen']),
    monitorIds: z.array(z.string()),
    deviceIds: z.array(z.string()),
    tags: z.array(z.string()),
  }),
  actions: z.array(
    z.object({
      id: z.string(),
      type: z.enum(ACTION_TYPES),
      range: z.string(),
      notice: z.object({ onFailure: templateShape, onRecovery: templateShape }).nullable(),
      settings: z.record(z.string(), z.unknown()),
    }),
  ),
});

const draftSchema = z.custom<AlertDraft>((value) => draftShape.safeParse(value).success);

export interface AlertEditorControl {
  readonly draft: DraftControl<AlertDraft>;
  /** What was refused, by paths that name actions by their ids. */
  readonly problems: FieldProblems;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly isSaved: boolean;
  /** Counts refusals: the form then shows where. */
  readonly refusals: number;
  /** @param path of the field that is changed: what was refused about it is forgotten */
  readonly change: (change: (before: AlertDraft) => AlertDraft, path?: string) => void;
  /** @param onSaved what is done then */
  readonly save: (onSaved?: (alert: SavedAlert) => void) => void;
}

/**
 * What is typed about an alert, and how it is stored.
 * @param alert as it is stored; null for a new one
 * @param begun what a new one begins with
 */
export function useAlertEditor(alert: Alert | null, begun: AlertDraft, draftName: string): AlertEditorControl {
  const version = alert?.version ?? 0;
  const place = { key: draftName, schema: draftSchema, withoutSecrets: alertWithoutSecrets };
  const draft = useDraft(alert === null ? begun : alertDraftOf(alert), version, place);
  const saving = useSaveAlert(alert?.id ?? null);
  const [problems, setProblems] = useState<FieldProblems>(new Map());
  const [refusals, setRefusals] = useState(0);

  function refused(error: Error): void {
    const named = fieldProblems(error);
    const missing = named.size === 0 ? [] : missingInAlert(draft.values);
    setProblems(problemsById(new Map([...named, ...missing]), draft.values.actions));
    setRefusals((count) => count + 1);
  }

  return {
    draft,
    problems,
    error: saving.error,
    isPending: saving.isPending,
    isSaved: saving.isSuccess && !draft.isChanged,
    refusals,
    change: (change, path) => {
      if (saving.isSuccess) saving.reset();
      if (path !== undefined) setProblems((before) => withoutField(before, path));
      draft.change(change);
    },
    save: (onSaved) => {
      const seen = alert === null ? {} : { version: draft.version };
      saving.mutate(
        { body: writtenAlert(draft.values), ...seen },
        {
          onSuccess: (saved) => {
            setProblems(new Map());
            draft.discard();
            onSaved?.(saved);
          },
          onError: refused,
        },
      );
    },
  };
}

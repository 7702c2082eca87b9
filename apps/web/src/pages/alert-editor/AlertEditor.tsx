import { Button, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Alert, SavedAlert } from '@twotwenty/contracts/alert';
import { useMemo } from 'react';
import { useAlertPreview } from '../../api/alerts.js';
import { fieldProblems } from '../../form/field-problems.js';
import formClasses from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { Kept } from '../../form/Kept.js';
import { LeaveQuestion } from '../../form/LeaveQuestion.js';
import { Refusal } from '../../form/Refusal.js';
import { Warnings } from './ActionCard.js';
import { ActionsCard } from './ActionsCard.js';
import { alertDraftOf, type AlertDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { Overtaken } from './Overtaken.js';
import { previewableOf } from './previewable.js';
import { isAtField, ProblemsContext, useProblem, warningsById } from './problems.js';
import { useAlertEditor, type AlertEditorControl } from './use-alert-editor.js';
import { WhoCard } from './WhoCard.js';

const PAUSE_MS = 500;

interface AlertEditorProps {
  /** Null for a new one. */
  readonly alert: Alert | null;
  /** What a new one begins with. */
  readonly begun: AlertDraft;
  /** Under which what is typed is kept. */
  readonly draftName: string;
  readonly onSaved: (alert: SavedAlert) => void;
}

/** The form of an alert. */
export function AlertEditor({ alert, begun, draftName, onSaved }: AlertEditorProps) {
  const editor = useAlertEditor(alert, begun, draftName);
  const { draft, problems, change, refusals } = editor;
  const { monitors, maxAlerts, warnings } = usePreviewOf(draft.values);

  function save(then?: () => void): void {
    editor.save((saved) => {
      onSaved(saved);
      then?.();
    });
  }

  const changeFields = (changed: Partial<AlertDraft>, path: string): void => {
    change((before) => ({ ...before, ...changed }), path);
  };

  return (
    <ProblemsContext value={problems}>
      <form
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Kept isKept={draft.wasKept} withoutSecrets onForget={draft.discard} />
        <Identification draft={draft.values} onChange={changeFields} />
        <WhoCard draft={draft.values} monitors={monitors} onChange={changeFields} />
        <ActionsCard
          actions={draft.values.actions}
          alert={alert}
          isChanged={draft.isChanged}
          isSaving={editor.isPending}
          warnings={warnings}
          maxAlerts={maxAlerts}
          refusals={refusals}
          onChange={(changed, path) => {
            change((before) => ({ ...before, actions: changed(before.actions) }), path);
          }}
          onSave={save}
        />
        <Warnings warnings={warnings.filter(({ field }) => !field.startsWith('actions.'))} />
        <Foot alert={alert} editor={editor} />
      </form>
      <LeaveQuestion isChanged={draft.isChanged} onLeave={draft.discard} />
    </ProblemsContext>
  );
}

/** What would be said if it were saved so, a moment after something was typed. */
function usePreviewOf(values: AlertDraft) {
  const [settled] = useDebouncedValue(values, PAUSE_MS);
  const { body, actions, isPart } = useMemo(() => previewableOf(settled), [settled]);
  const { data } = useAlertPreview(body);
  const warnings = warningsById(data?.warnings ?? [], actions);
  return {
    monitors: data?.monitors,
    maxAlerts: data?.maxAlerts ?? null,
    // That there are no actions is not said while some of them are being typed.
    warnings: isPart ? warnings.filter(({ field }) => field !== 'actions') : warnings,
  };
}

interface IdentificationProps {
  readonly draft: AlertDraft;
  readonly onChange: (change: Partial<AlertDraft>, path: string) => void;
}

/** What an alert is called, and whether it is on. */
export function Identification({ draft, onChange }: IdentificationProps) {
  return (
    <FormCard title="Identification" explanation="What people call it; notices may name it.">
      <div className={classes.fields}>
        <TextInput
          label="Name"
          value={draft.name}
          error={useProblem('name')}
          onChange={({ currentTarget }) => {
            onChange({ name: currentTarget.value }, 'name');
          }}
        />
        <Switch
          label="Enabled"
          description="While it is off, nobody is told by it and nothing is repaired. Its actions remember what they were"
          checked={draft.enabled}
          onChange={({ currentTarget }) => {
            onChange({ enabled: currentTarget.checked }, 'enabled');
          }}
        />
      </div>
    </FormCard>
  );
}

function Foot({ alert, editor }: { readonly alert: Alert | null; readonly editor: AlertEditorControl }) {
  const { draft, error, isPending, isSaved } = editor;
  return (
    <div className={classes.foot}>
      {alert !== null && <Overtaken draft={draft} stored={alertDraftOf(alert)} />}
      <Refusal error={error} shown={[...fieldProblems(error).keys()].filter(isAtField)} />
      <div className={formClasses.beside}>
        <Button type="submit" loading={isPending} disabled={!draft.isChanged && alert !== null}>
          {alert === null ? 'Add the alert' : 'Save'}
        </Button>
        {draft.isChanged && (
          <Button variant="default" onClick={draft.discard}>
            {alert === null ? 'Begin again' : 'Discard changes'}
          </Button>
        )}
        <span role="status" className={formClasses.done}>
          {isSaved && 'Saved.'}
        </span>
      </div>
    </div>
  );
}

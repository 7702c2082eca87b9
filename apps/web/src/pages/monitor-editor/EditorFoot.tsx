import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { fieldProblems } from '../../form/field-problems.js';
import formClasses from '../../form/Form.module.css';
import { keepDraft } from '../../form/kept-draft.js';
import { Refusal } from '../../form/Refusal.js';
import { DeleteMonitor } from './DeleteMonitor.js';
import { copyDraft, newDraftKey } from './draft-keys.js';
import { fieldOf } from './editor-problems.js';
import classes from './MonitorEditor.module.css';
import type { EditorControl } from './use-monitor-editor.js';
import { Warnings } from './Warnings.js';

interface EditorFootProps {
  readonly monitor: Monitor | null;
  readonly control: EditorControl;
}

/** What is done with the form, and what came of it. */
export function EditorFoot({ monitor, control }: EditorFootProps) {
  const { form, draft, error, isChanged, isSaving, merge, saved } = control;
  const refused = [...fieldProblems(error).keys()];
  const shown = refused.filter((field) => fieldOf(field, form.values) !== null);
  // All that was said at the fields is mended.
  const isMended =
    shown.length > 0 && shown.length === refused.length && !shown.some((field) => form.problems.has(field));
  return (
    <div className={classes.foot}>
      {merge === null && !isMended && <Refusal error={error} shown={shown} />}
      {saved !== undefined && !isChanged && <Warnings warnings={saved.warnings} />}
      <div className={formClasses.beside}>
        <Button type="submit" loading={isSaving} disabled={merge !== null || (monitor !== null && !isChanged)}>
          {monitor === null ? 'Add the monitor' : 'Save'}
        </Button>
        {isChanged && (
          <Button variant="default" onClick={draft.discard}>
            {monitor === null ? 'Start over' : 'Undo my changes'}
          </Button>
        )}
        {monitor !== null && (
          <>
            <SaveAsNew monitor={monitor} control={control} />
            <DeleteMonitor monitor={monitor} onDeleted={draft.discard} />
          </>
        )}
        <span role="status" className={formClasses.done}>
          {saved !== undefined && !isChanged && 'Saved.'}
        </span>
      </div>
    </div>
  );
}

/** Takes what is in the form to the form of a new monitor. */
function SaveAsNew({ monitor, control }: { readonly monitor: Monitor; readonly control: EditorControl }) {
  const navigate = useNavigate();
  const { draft } = control;
  return (
    <Button
      variant="subtle"
      onClick={() => {
        keepDraft({ key: newDraftKey({ from: monitor.id }) }, copyDraft(monitor, draft.values));
        draft.discard();
        void navigate({ to: '/monitors/new', search: { from: monitor.id }, ignoreBlocker: true });
      }}
    >
      Save as a new one …
    </Button>
  );
}

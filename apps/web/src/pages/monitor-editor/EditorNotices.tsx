import classes from '../../form/Form.module.css';
import { Kept } from '../../form/Kept.js';
import { fieldTitle } from './field-words.js';
import { MergeQuestion } from './MergeQuestion.js';
import { useConflictNames } from './use-conflict-names.js';
import type { EditorControl } from './use-monitor-editor.js';

/** What happened to the form besides typing: what was kept of before, and what others have changed. */
export function EditorNotices({ control }: { readonly control: EditorControl }) {
  const { draft, merge, taken, isSaving, settle } = control;
  const names = useConflictNames(merge?.conflicts ?? []);
  return (
    <>
      <Kept isKept={draft.wasKept} onForget={draft.discard} />
      {merge !== null && (
        <MergeQuestion conflicts={merge.conflicts} names={names} isSaving={isSaving} onSettle={settle} />
      )}
      <div role="status">
        {taken.length > 0 && (
          <div className={classes.kept}>
            Somebody else changed {taken.map(fieldTitle).join(', ')} meanwhile; that is in the form now.
          </div>
        )}
      </div>
    </>
  );
}

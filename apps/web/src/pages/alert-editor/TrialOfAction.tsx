import { Button } from '@mantine/core';
import type { Alert } from '@twotwenty/contracts/alert';
import { useRun } from '../../api/action-runs.js';
import { useTrial } from '../../api/alerts.js';
import { useTimeout } from '../../app/use-timeout.js';
import { TrialResult } from '../alerts/SendTest.js';
import type { ActionDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';

/** Longer than the slowest channel may take: then nobody is there to do it. */
const LATE_MS = 60_000;

interface TrialOfActionProps {
  /** Null while it is new. */
  readonly alert: Alert | null;
  readonly action: ActionDraft;
  /** Whether something was typed that is not saved. */
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** @param then what is done once it is saved */
  readonly onSave: (then: () => void) => void;
}

/** Tries an action with example values. It is tried as it is stored: what was typed since is saved first. */
export function TrialOfAction({ alert, action, isChanged, isSaving, onSave }: TrialOfActionProps) {
  const { mutate, isPending, error, data: begun } = useTrial(alert?.id ?? '', action.id);
  const { data: run = begun } = useRun(begun?.id);
  const isLate = useTimeout(begun, LATE_MS);
  if (action.notice === null) {
    return (
      <p className={classes.dim}>
        A repair is not tried by doing it. Its monitor’s repairs have a test of the connection.
      </p>
    );
  }
  const isStored = alert?.actions.some(({ id }) => id === action.id) === true;
  if (alert === null) return <p className={classes.dim}>A test can be sent once the alert is saved.</p>;
  const isRunning = isPending || isSaving || run?.state === 'pending';
  const mustSave = isChanged || !isStored;
  return (
    <div className={classes.trial}>
      <Button
        variant="default"
        size="xs"
        loading={isRunning && !isLate}
        onClick={() => {
          if (mustSave) onSave(mutate);
          else mutate();
        }}
      >
        {mustSave ? 'Save, then send a test' : 'Send a test'}
      </Button>
      <TrialResult run={run} isLate={isLate} error={error} />
    </div>
  );
}

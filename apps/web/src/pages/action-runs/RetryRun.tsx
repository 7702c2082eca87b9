import { Button, VisuallyHidden } from '@mantine/core';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import { useRetry } from '../../api/action-runs.js';
import { formatOccasion } from '../../status/run-state.js';
import classes from './RunTable.module.css';

interface RetryRunProps {
  readonly run: ActionRun;
}

/** Has one run that failed tried again. */
export function RetryRun({ run }: RetryRunProps) {
  const { mutate, isPending, error } = useRetry(run.id);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={isPending}
        onClick={() => {
          mutate();
        }}
      >
        Retry
        <VisuallyHidden>
          : {formatOccasion(run)} {run.monitorName ?? run.site}, {run.alertName}
        </VisuallyHidden>
      </Button>
      {run.groupSize > 1 && <span className={classes.detail}>with {run.groupSize - 1} told together</span>}
      <span role="status" className={classes.complaint}>
        {error?.message}
      </span>
    </>
  );
}

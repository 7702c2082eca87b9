import { Button } from '@mantine/core';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import { useState } from 'react';
import { useRetry } from '../api/action-runs.js';
import { isRetryable } from '../status/run-state.js';
import { ConfirmRepair } from './ConfirmRepair.js';
import { againWarning } from './repair-words.js';
import classes from './Repairs.module.css';
import { Subject } from './Subject.js';

/** Has a repair that did not come to a good end carried out again, once somebody has confirmed it. */
export function RunAgain({ run }: { readonly run: ActionRun }) {
  const [isOpen, setOpen] = useState(false);
  const { mutate, isPending, error, reset } = useRetry(run.id);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      {isRetryable(run) && (
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            reset();
            setOpen(true);
          }}
        >
          Run again
          <Subject run={run} />
        </Button>
      )}
      <span role="status" className={classes.complaint}>
        {error?.message}
      </span>
      <ConfirmRepair
        run={run}
        opened={isOpen && isRetryable(run)}
        title="Run it again?"
        consequence={againWarning(run.state)}
        confirm="Run again"
        acts
        isPending={isPending}
        onConfirm={() => {
          mutate(undefined, { onSettled: close });
        }}
        onClose={close}
      />
    </>
  );
}

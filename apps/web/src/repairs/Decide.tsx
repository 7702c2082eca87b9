import { Button } from '@mantine/core';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import { useState } from 'react';
import { useDecide, type Decision } from '../api/action-runs.js';
import { ConfirmRepair } from './ConfirmRepair.js';
import classes from './Repairs.module.css';
import { Subject } from './Subject.js';

const WORDS = {
  approve: {
    title: 'Run it now?',
    consequence: 'The machine is asked at once, unless the outage is over by then or something else speaks against it.',
    confirm: 'Run it now',
  },
  decline: {
    title: 'Decline it?',
    consequence: 'It is not carried out for this alert. A later alert may ask again.',
    confirm: 'Decline',
  },
} as const satisfies Readonly<Record<Decision, object>>;

/** Lets somebody release a repair that waits, or decline it. A refusal stays when the buttons go. */
export function Decide({ run }: { readonly run: ActionRun }) {
  const [isOpen, setOpen] = useState(false);
  const [decision, setDecision] = useState<Decision>('approve');
  const { mutate, isPending, error, reset } = useDecide(run.id);
  const isWaiting = run.state === 'awaiting-approval';
  const ask = (about: Decision) => {
    reset();
    setDecision(about);
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      {isWaiting && (
        <div className={classes.buttons}>
          <Button
            size="xs"
            color="red.8"
            onClick={() => {
              ask('approve');
            }}
          >
            {WORDS.approve.confirm}
            <Subject run={run} />
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              ask('decline');
            }}
          >
            {WORDS.decline.confirm}
            <Subject run={run} />
          </Button>
        </div>
      )}
      <span role="status" className={classes.complaint}>
        {error?.message}
      </span>
      <ConfirmRepair
        run={run}
        opened={isOpen && isWaiting}
        {...WORDS[decision]}
        acts={decision === 'approve'}
        isPending={isPending}
        onConfirm={() => {
          mutate(decision, { onSettled: close });
        }}
        onClose={close}
      />
    </>
  );
}

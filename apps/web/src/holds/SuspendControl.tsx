import { Button, VisuallyHidden } from '@mantine/core';
import type { Suspension, SuspensionInput } from '@twotwenty/contracts/hold';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useState } from 'react';
import { useSuspension, type HoldSubject } from '../api/holds.js';
import { formatExact } from '../time/relative-time.js';
import classes from './SuspendControl.module.css';
import { outcomeWords } from './suspension-choice.js';
import { SuspendDialog } from './SuspendDialog.js';

interface SuspendControlProps extends HoldSubject {
  readonly name: string;
  /** The hold there is; left out where several monitors may have different ones: both ways are then offered. */
  readonly hold?: Monitor['state']['hold'];
}

/** Suspends a monitor, the monitors of a device or those of a tag for a while, and resumes them. Says what came of it. */
export function SuspendControl({ kind, id, name, hold }: SuspendControlProps) {
  const [isAsking, setAsking] = useState(false);
  const suspension = useSuspension({ kind, id });
  const canSuspend = hold !== 'suspended';
  const canResume = hold === undefined || hold === 'suspended';
  const close = () => {
    setAsking(false);
    suspension.reset();
  };
  const suspend = (input: SuspensionInput) => {
    suspension.mutate(input, {
      onSuccess: () => {
        setAsking(false);
      },
    });
  };
  return (
    <div className={classes.control}>
      {canSuspend && (
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            suspension.reset();
            setAsking(true);
          }}
        >
          {kind === 'monitor' ? 'Suspend' : 'Suspend all'}
          <VisuallyHidden> {name}</VisuallyHidden>
        </Button>
      )}
      {canResume && (
        <Button
          variant="default"
          size="xs"
          loading={suspension.isPending && !isAsking}
          onClick={() => {
            suspension.mutate(null);
          }}
        >
          {kind === 'monitor' ? 'Resume' : 'Resume all'}
          <VisuallyHidden> {name}</VisuallyHidden>
        </Button>
      )}
      <Outcome outcome={suspension.data} error={isAsking ? null : suspension.error} />
      {isAsking && (
        <SuspendDialog isPending={suspension.isPending} error={suspension.error} onSuspend={suspend} onClose={close}>
          {ABOUT[kind]} <bdi>{name}</bdi>: nothing is tested and nobody is alerted until the time is over or somebody
          resumes.
        </SuspendDialog>
      )}
    </div>
  );
}

const ABOUT: Readonly<Record<HoldSubject['kind'], string>> = {
  monitor: 'The monitor',
  device: 'All monitors of the device',
  tag: 'All monitors with the tag',
};

interface OutcomeProps {
  readonly outcome: Suspension | undefined;
  readonly error: Error | null;
}

function Outcome({ outcome, error }: OutcomeProps) {
  return (
    <span role="status" className={classes.outcome} data-failed={error !== null}>
      {error?.message}
      {error === null && outcome !== undefined && (
        <>
          {outcomeWords(outcome)}
          {outcome.until !== null && outcome.monitors > 0 && (
            <>
              {' '}
              <time dateTime={outcome.until}>{formatExact(outcome.until)}</time>
            </>
          )}
        </>
      )}
    </span>
  );
}

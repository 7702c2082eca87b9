import { Button, VisuallyHidden } from '@mantine/core';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { ActionView, Alert } from '@twotwenty/contracts/alert';
import { useRun } from '../../api/action-runs.js';
import { useTrial } from '../../api/alerts.js';
import { useTimeout } from '../../app/use-timeout.js';
import { channelWord } from '../../status/channel-words.js';
import { RunStateMark } from '../../status/RunStateMark.js';
import classes from './AlertsPage.module.css';

/** Longer than the slowest channel may take: then nobody is there to do it. */
const LATE_MS = 60_000;

interface SendTestProps {
  readonly alert: Alert;
  readonly action: ActionView;
}

/** Tries an action with example values, as it is stored, and shows what came of it. */
export function SendTest({ alert, action }: SendTestProps) {
  const { mutate, isPending, error, data: begun } = useTrial(alert.id, action.id);
  const { data: run = begun } = useRun(begun?.id);
  const isLate = useTimeout(begun, LATE_MS);
  const isRunning = isPending || run?.state === 'pending';
  return (
    <div className={classes.trial}>
      <Button
        variant="default"
        size="xs"
        loading={isRunning && !isLate}
        onClick={() => {
          mutate();
        }}
      >
        Send a test
        <VisuallyHidden>
          {' '}
          by {channelWord(action.type)}, {alert.name}
        </VisuallyHidden>
      </Button>
      <TrialResult run={run} isLate={isLate} error={error} />
    </div>
  );
}

interface TrialResultProps {
  readonly run: ActionRun | undefined;
  /** Nothing came of it for a long time. */
  readonly isLate: boolean;
  readonly error: Error | null;
}

/** What came of a test, for whoever sent it. */
export function TrialResult({ run, isLate, error }: TrialResultProps) {
  return (
    <div role="status" className={classes.result}>
      {error !== null && <span className={classes.error}>{error.message}</span>}
      {run?.state === 'pending' && isLate && 'Nothing has run it yet. Is an evaluator running?'}
      {run !== undefined && run.state !== 'pending' && <Result run={run} />}
    </div>
  );
}

function Result({ run }: { readonly run: ActionRun }) {
  return (
    <>
      <RunStateMark state={run.state} />
      {run.error !== null && <bdi className={classes.error}>{run.error}</bdi>}
      {run.response !== null && <bdi className={classes.response}>{run.response}</bdi>}
    </>
  );
}

import { VisuallyHidden } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useForcedTest } from '../../api/monitors.js';
import { useTimeout } from '../../app/use-timeout.js';
import { RowButton } from '../../table/RowButton.js';
import classes from './TestNow.module.css';

/** For the way through the queue and back, on top of the test itself. */
const GRACE_SECONDS = 15;

/** Starts a test and turns until its result is in. */
export function TestNow({ monitor }: { readonly monitor: Monitor }) {
  const { mutate, isPending, error, data } = useForcedTest(monitor.id);
  const lastNumber = monitor.state.lastTest?.number ?? 0;
  const isDone = data !== undefined && lastNumber >= data.testNumber;
  const isLate = useTimeout(data, (monitor.timing.maxTestDurationSeconds + GRACE_SECONDS) * 1000);
  const isRunning = isPending || (data !== undefined && !isDone && !isLate);
  const complaint = error?.message ?? (isLate && !isDone ? 'No result yet.' : null);
  return (
    <>
      <RowButton
        isBusy={isRunning}
        onClick={() => {
          mutate();
        }}
      >
        Test now<VisuallyHidden>: {monitor.name}</VisuallyHidden>
      </RowButton>
      <span role="status" className={classes.complaint}>
        {complaint}
        {isDone && <VisuallyHidden>Test done: {monitor.state.lastTest?.verdict}</VisuallyHidden>}
      </span>
    </>
  );
}

import { Button, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Result } from '@twotwenty/contracts/history';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useForcedTest } from '../../api/monitors.js';
import { useSetEnabled } from '../../api/monitor-switches.js';
import { useTimeout } from '../../app/use-timeout.js';
import { SuspendControl } from '../../holds/SuspendControl.js';
import classes from './MonitorHead.module.css';
import { TestOutcome } from './TestOutcome.js';

/** For the way through the queue and back, on top of the test itself. */
const GRACE_SECONDS = 15;

interface HeadActionsProps {
  readonly monitor: Monitor;
  readonly results: readonly Result[];
}

/** What can be done with the monitor, and where else it is looked at. */
export function HeadActions({ monitor, results }: HeadActionsProps) {
  const { id, enabled, state } = monitor;
  const forced = useForcedTest(id);
  const switching = useSetEnabled(monitor);
  const isDone = forced.data !== undefined && (state.lastTest?.number ?? 0) >= forced.data.testNumber;
  const isLate = useTimeout(forced.data, (monitor.timing.maxTestDurationSeconds + GRACE_SECONDS) * 1000);
  const isRunning = forced.isPending || (forced.data !== undefined && !isDone && !isLate);
  const complaint = forced.error?.message ?? switching.error?.message ?? (isLate && !isDone ? 'No result yet.' : null);
  return (
    <>
      <div className={classes.actions}>
        <Button
          size="xs"
          loading={isRunning}
          onClick={() => {
            forced.mutate();
          }}
        >
          Test now
        </Button>
        <Button
          variant="default"
          size="xs"
          loading={switching.isPending}
          onClick={() => {
            switching.mutate(!enabled);
          }}
        >
          {enabled ? 'Disable' : 'Enable'}
          <VisuallyHidden> the monitor</VisuallyHidden>
        </Button>
        <SuspendControl kind="monitor" id={id} name={monitor.name} hold={state.hold} />
        <Links id={id} />
        <span role="status" className={classes.complaint}>
          {complaint}
        </span>
      </div>
      {isDone && (
        <TestOutcome
          monitor={monitor}
          sessions={results.filter(({ testNumber }) => testNumber === forced.data.testNumber)}
          testNumber={forced.data.testNumber}
          onClose={forced.reset}
        />
      )}
    </>
  );
}

/** Where else it is looked at. */
function Links({ id }: Pick<Monitor, 'id'>) {
  return (
    <nav aria-label="This monitor" className={classes.links}>
      <Link to="/monitors/$monitorId/edit" params={{ monitorId: id }}>
        Edit
      </Link>
      <Link to="/monitors/$monitorId/recovery" params={{ monitorId: id }}>
        Recovery
      </Link>
      <Link to="/simulator" search={{ monitorId: id }}>
        Simulate downtime
      </Link>
      <Link to="/incidents" search={{ monitorId: id }}>
        Incidents
      </Link>
    </nav>
  );
}

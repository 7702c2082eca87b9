import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import { Fact, Facts } from '../../app/Facts.js';
import { formatOccasion } from '../../status/run-state.js';
import { formatExact } from '../../time/relative-time.js';
import classes from './RunDetails.module.css';

/** What is needed when a receiver is asked where a notice went. */
export function RunDetails({ run }: { readonly run: ActionRun }) {
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>
        Details
        <VisuallyHidden>
          {' '}
          of {formatOccasion(run)}, {run.alertName}
        </VisuallyHidden>
      </summary>
      <Facts>
        <Fact name="Idempotency key" value={run.idempotencyKey} />
        <Fact name="Planned" value={formatExact(run.createdAt)} />
        <Fact name="First attempt" value={run.startedAt && formatExact(run.startedAt)} />
        <Fact name="Ended" value={run.finishedAt && formatExact(run.finishedAt)} />
        <Fact name="Last attempt took" value={run.durationMs === null ? null : `${run.durationMs} ms`} />
        <Fact name="Told together" value={run.groupSize > 1 ? `${run.groupSize} notices` : null} />
        <Fact name="Reason" value={run.skip?.code} />
        <Fact name="Stands in for action" value={run.standsInForActionId} />
        <Fact name="Action" value={run.actionId} />
        {run.incidentId !== null && (
          <Fact
            name="Incident"
            value={
              <Link
                to="/incidents/$incidentId"
                params={{ incidentId: run.incidentId }}
                title="All that happened in this incident"
              >
                {run.incidentId}
              </Link>
            }
          />
        )}
      </Facts>
    </details>
  );
}

import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { ReactNode } from 'react';
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
      <dl className={classes.facts}>
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
              <Link to="/action-runs" search={{ incidentId: run.incidentId }} title="All runs of this incident">
                {run.incidentId}
              </Link>
            }
          />
        )}
      </dl>
    </details>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import type { ActionRunDetail } from '@twotwenty/contracts/action-run';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { Fact, Facts } from '../../app/Facts.js';
import { plannedPlace } from '../../repairs/repair-words.js';
import { channelWord } from '../../status/channel-words.js';
import { formatOccasion, isFinal } from '../../status/run-state.js';
import { formatExact } from '../../time/relative-time.js';
import { Due } from '../../time/Times.js';

interface RunFactsProps {
  readonly run: ActionRunDetail;
  /** Undefined for a trial, for what is told of a site, and while it is not known. */
  readonly monitor: Monitor | undefined;
}

/** What is run, for what, and when. */
export function RunFacts({ run, monitor }: RunFactsProps) {
  const isPlanned = run.isRepair && !isFinal(run.state) && (run.repair?.machine ?? null) === null;
  const place = isPlanned && monitor ? plannedPlace(run.actionType, monitor) : null;
  return (
    <Facts>
      <Fact name="Action" value={channelWord(run.actionType)} />
      <Fact name="Machine" value={place && <bdi>{place.machine}</bdi>} />
      <Fact name="Services" value={place?.services && <bdi>{place.services}</bdi>} />
      <Fact name="Because of" value={formatOccasion(run)} />
      <Fact
        name="Monitor"
        value={
          run.monitorId && (
            <Link to="/action-runs" search={{ monitorId: run.monitorId }} title="All runs of this monitor">
              <bdi>{run.monitorName ?? 'Monitor'}</bdi>
            </Link>
          )
        }
      />
      <Fact
        name="Site"
        value={
          run.site && (
            <Link to="/action-runs" search={{ site: run.site }} title="All runs of this site">
              {run.site}
            </Link>
          )
        }
      />
      <Fact
        name="Incident"
        value={
          run.incidentId && (
            <Link to="/incidents/$incidentId" params={{ incidentId: run.incidentId }}>
              All that happened in it
            </Link>
          )
        }
      />
      <Fact
        name="Alert"
        value={
          <Link to="/action-runs" search={{ alertId: run.alertId }} title="All runs of this alert">
            <bdi>{run.alertName}</bdi>
          </Link>
        }
      />
      <Times run={run} />
    </Facts>
  );
}

function Times({ run }: { readonly run: ActionRunDetail }) {
  return (
    <>
      <Fact name="Planned" value={formatExact(run.createdAt)} />
      <Fact name={run.isRepair ? 'Began' : 'First attempt'} value={run.startedAt && formatExact(run.startedAt)} />
      <Fact name="Ended" value={run.finishedAt && formatExact(run.finishedAt)} />
      <Fact name="Took" value={run.durationMs === null ? null : `${run.durationMs} ms`} />
      <Fact name="Attempts" value={run.attempts} />
      <Fact name="Next attempt" value={run.nextAttemptAt && <Due at={run.nextAttemptAt} />} />
      <Fact name="Told together" value={run.groupSize > 1 ? `${run.groupSize} notices` : null} />
      <Fact name="Idempotency key" value={run.idempotencyKey} />
      <Fact name="Stands in for" value={run.standsInForActionId} />
    </>
  );
}

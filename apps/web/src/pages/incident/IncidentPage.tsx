import { getRouteApi, Link } from '@tanstack/react-router';
import type { Timeline as TimelineOf } from '@twotwenty/contracts/incident';
import { isNotFound } from '../../api/client.js';
import { useTimeline } from '../../api/incidents.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Notice } from '../../app/Notice.js';
import { IncidentSummary } from './IncidentSummary.js';
import { Timeline } from './Timeline.js';

const route = getRouteApi('/incidents/$incidentId');

/** What happened in an incident, who was told, and what was repaired. */
export function IncidentPage() {
  const { incidentId } = route.useParams();
  const query = useTimeline(incidentId);
  if (query.data !== undefined) return <IncidentView timeline={query.data} />;
  if (isNotFound(query.error)) {
    return <Notice title="There is no such incident">It may have been removed with its monitor.</Notice>;
  }
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the incident" />;
}

interface IncidentViewProps {
  readonly timeline: TimelineOf;
}

function IncidentView({ timeline: { incident, entries, isComplete } }: IncidentViewProps) {
  return (
    <>
      <IncidentSummary incident={incident} />
      <Timeline entries={entries} />
      {!isComplete && (
        <p role="status">
          There is more than is shown here:{' '}
          <Link to="/action-runs" search={{ incidentId: incident.id }}>
            all runs of this incident
          </Link>
          .
        </p>
      )}
    </>
  );
}

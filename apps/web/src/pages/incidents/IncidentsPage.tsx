import { getRouteApi } from '@tanstack/react-router';
import { useIncidents, type IncidentFilter } from '../../api/incidents.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { itemsOf } from '../../table/pages-of.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Unreadable } from '../../table/Unreadable.js';
import { EmptyIncidents } from './EmptyIncidents.js';
import { IncidentFilters } from './IncidentFilters.js';
import { summarizeIncidents } from './incidents-summary.js';
import { IncidentTable } from './IncidentTable.js';

const route = getRouteApi('/incidents');
const OPEN = { show: 'open' } as const;

/** Outages that raised alerts, the latest first. */
export function IncidentsPage() {
  const filter = route.useSearch();
  const query = useIncidents(filter);
  const open = useIncidents(OPEN);
  if (query.data === undefined && query.error !== null) return <NoAnswer error={query.error} />;
  return (
    <>
      <SummaryBar title="Incidents · TwoTwenty" {...summarizeIncidents(countOpen(open))} />
      <IncidentFilters filter={filter} />
      {query.data === undefined ? <Loading what="the incidents" /> : <Incidents query={query} filter={filter} />}
    </>
  );
}

function countOpen({ data, hasNextPage }: ReturnType<typeof useIncidents>) {
  if (data === undefined) return undefined;
  return { count: data.pages.reduce((sum, { items }) => sum + items.length, 0), truncated: hasNextPage };
}

interface IncidentsProps {
  readonly query: ReturnType<typeof useIncidents>;
  readonly filter: IncidentFilter;
}

function Incidents({ query, filter }: IncidentsProps) {
  const { items: incidents, unreadable } = itemsOf(query.data);
  if (incidents.length === 0 && query.isPlaceholderData) return <Loading what="the incidents" />;
  return (
    <>
      <Unreadable count={unreadable} what="incidents" />
      {incidents.length === 0 ? (
        <EmptyIncidents filter={filter} />
      ) : (
        <IncidentTable incidents={incidents} isBusy={query.isPlaceholderData} />
      )}
      <ShowMore query={query}>Show older ones</ShowMore>
    </>
  );
}

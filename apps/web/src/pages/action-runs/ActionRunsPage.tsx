import { getRouteApi } from '@tanstack/react-router';
import { useActionRuns, useAttention, type ActionRunFilter } from '../../api/action-runs.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { itemsOf } from '../../table/pages-of.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Unreadable } from '../../table/Unreadable.js';
import { EmptyRuns } from './EmptyRuns.js';
import { RunFilters } from './RunFilters.js';
import { RunsSummary } from './RunsSummary.js';
import { RunTable } from './RunTable.js';

const route = getRouteApi('/action-runs');

/** What became of every notice, newest first, and what can be done about those that failed. */
export function ActionRunsPage() {
  const filter = route.useSearch();
  const query = useActionRuns(filter);
  const attention = useAttention();
  if (query.data === undefined && query.error !== null) return <NoAnswer error={query.error} />;
  return (
    <>
      <RunsSummary attention={attention.data} />
      <RunFilters filter={filter} />
      {query.data === undefined ? <Loading what="the action runs" /> : <Runs query={query} filter={filter} />}
    </>
  );
}

interface RunsProps {
  readonly query: ReturnType<typeof useActionRuns>;
  readonly filter: ActionRunFilter;
}

function Runs({ query, filter }: RunsProps) {
  const { items: runs, unreadable } = itemsOf(query.data);
  if (runs.length === 0 && query.isPlaceholderData) return <Loading what="the action runs" />;
  return (
    <>
      <Unreadable count={unreadable} what="runs" />
      {runs.length === 0 ? <EmptyRuns filter={filter} /> : <RunTable runs={runs} isBusy={query.isPlaceholderData} />}
      <ShowMore query={query}>Show older ones</ShowMore>
    </>
  );
}

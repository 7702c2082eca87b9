import { getRouteApi } from '@tanstack/react-router';
import type { MonitorSummary } from '@twotwenty/contracts/monitor-list';
import { useMonitorList, useMonitorSummary } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { EmptyList } from './EmptyList.js';
import { isFiltered, listQuery, statusesOf, summaryFilter, toggleStatus, type MonitorsSearch } from './list-search.js';
import { ListToolbar } from './ListToolbar.js';
import { MonitorList } from './MonitorList.js';
import { StandingFilter } from './StandingFilter.js';
import { Summary } from './Summary.js';

const route = getRouteApi('/');

/** The monitors with their live state, what is wrong first. The server filters and sorts: there may be very many. */
export function MonitorsPage() {
  const whole = useMonitorSummary();
  if (whole.data !== undefined) {
    return (
      <>
        <Summary summary={whole.data} />
        {whole.data.total === 0 ? <EmptyList /> : <Overview whole={whole.data} />}
      </>
    );
  }
  if (whole.error !== null) return <NoAnswer error={whole.error} />;
  return <Loading what="the monitors" />;
}

function Overview({ whole }: { readonly whole: MonitorSummary }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = (next: MonitorsSearch, replace = false): void =>
    void navigate({ search: next, replace, resetScroll: false });
  const filter = summaryFilter(search);
  const counted = useMonitorSummary(filter);
  const list = useMonitorList(listQuery(search));
  return (
    <>
      <StandingFilter
        summary={counted.data}
        selected={statusesOf(search)}
        onToggle={(standing) => {
          setSearch(toggleStatus(search, standing));
        }}
      />
      <ListToolbar search={search} onSearch={setSearch} />
      <MonitorList
        query={list}
        search={search}
        matching={
          isFiltered(search) ? matchCount(search, counted.isPlaceholderData ? undefined : counted.data) : whole.total
        }
        onSearch={setSearch}
      />
    </>
  );
}

/** How many monitors the filters leave; null where the counts do not say: those without data are counted twice. */
function matchCount(search: MonitorsSearch, summary: MonitorSummary | undefined): number | null {
  if (summary === undefined) return null;
  const statuses = statusesOf(search);
  if (statuses.length === 0) return summary.total;
  if (statuses.includes('noData')) return statuses.length === 1 ? summary.noData : null;
  const { counts } = summary;
  const standings = new Set(
    statuses.flatMap((status) => {
      if (status === 'trouble') return ['down', 'lost', 'warn'] as const;
      return status === 'held' ? (['maintenance', 'suspended', 'disabled'] as const) : [status];
    }),
  );
  return [...standings].reduce((sum, standing) => sum + (standing === 'noData' ? 0 : counts[standing]), 0);
}

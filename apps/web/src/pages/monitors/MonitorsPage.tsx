import { getRouteApi } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useMemo } from 'react';
import { useDeviceNames } from '../../api/devices.js';
import { useMonitors } from '../../api/monitors.js';
import type { WholeList } from '../../api/pages.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { countGroups, groupOf, type Group } from '../../status/standing.js';
import { EmptyList } from './EmptyList.js';
import { GroupFilter } from './GroupFilter.js';
import { ListNotes } from './ListNotes.js';
import { compareMonitors } from './monitor-order.js';
import { MonitorTable } from './MonitorTable.js';
import { Summary } from './Summary.js';

const route = getRouteApi('/');

/** All monitors with their live state, what is wrong first. */
export function MonitorsPage() {
  const query = useMonitors();
  if (query.data !== undefined) return <MonitorList list={query.data} />;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the monitors" />;
}

interface MonitorListProps {
  readonly list: WholeList<Monitor>;
}

function MonitorList({ list }: MonitorListProps) {
  const filter = route.useSearch().status ?? null;
  const navigate = route.useNavigate();
  const setFilter = (status: Group | null) => void navigate({ search: status === null ? {} : { status } });
  const sorted = useMemo(() => list.items.toSorted(compareMonitors), [list.items]);
  const counts = useMemo(() => countGroups(list.items), [list.items]);
  const deviceNames = useDeviceNames(useMemo(() => list.items.map(({ deviceId }) => deviceId), [list.items]));
  const shown = filter === null ? sorted : sorted.filter(({ state }) => groupOf(state) === filter);

  return (
    <>
      <Summary counts={counts} total={sorted.length} withoutData={sorted.filter(({ state }) => state.noData).length} />
      {sorted.length === 0 ? (
        <EmptyList />
      ) : (
        <>
          <GroupFilter counts={counts} selected={filter} onSelect={setFilter} />
          <ListNotes
            list={list}
            shown={shown.length}
            filter={filter}
            onClear={() => {
              setFilter(null);
            }}
          />
          {shown.length > 0 && <MonitorTable key={filter} monitors={shown} deviceNames={deviceNames} />}
        </>
      )}
    </>
  );
}

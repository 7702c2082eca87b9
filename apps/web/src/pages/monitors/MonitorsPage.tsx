import { Center, Loader } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useMemo } from 'react';
import { useDeviceNames } from '../../api/devices.js';
import { useMonitors } from '../../api/monitors.js';
import type { WholeList } from '../../api/pages.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { useQueryParameter } from '../../app/use-query-parameter.js';
import { countGroups, groupOf, isGroup } from '../../status/standing.js';
import { EmptyList } from './EmptyList.js';
import { GroupFilter } from './GroupFilter.js';
import { ListNotes } from './ListNotes.js';
import { compareMonitors } from './monitor-order.js';
import { MonitorTable } from './MonitorTable.js';
import { Summary } from './Summary.js';
import { useOutage } from './use-outage.js';

/** All monitors with their live state, what is wrong first. */
export function MonitorsPage() {
  const query = useMonitors();
  const outage = useOutage(query);
  if (query.data !== undefined) return <MonitorList list={query.data} outage={outage} />;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return (
    <Center mih="40dvh">
      <Loader aria-label="Loading the monitors" />
    </Center>
  );
}

interface MonitorListProps {
  readonly list: WholeList<Monitor>;
  readonly outage: ReturnType<typeof useOutage>;
}

function MonitorList({ list, outage }: MonitorListProps) {
  const [status, setStatus] = useQueryParameter('status');
  const filter = isGroup(status) ? status : null;
  const sorted = useMemo(() => list.items.toSorted(compareMonitors), [list.items]);
  const counts = useMemo(() => countGroups(list.items), [list.items]);
  const deviceNames = useDeviceNames(useMemo(() => list.items.map(({ deviceId }) => deviceId), [list.items]));
  const shown = filter === null ? sorted : sorted.filter(({ state }) => groupOf(state) === filter);

  return (
    <>
      <Summary counts={counts} total={sorted.length} outage={outage} />
      {sorted.length === 0 ? (
        <EmptyList />
      ) : (
        <>
          <GroupFilter counts={counts} selected={filter} onSelect={setStatus} />
          <ListNotes
            list={list}
            shown={shown.length}
            filter={filter}
            onClear={() => {
              setStatus(null);
            }}
          />
          {shown.length > 0 && <MonitorTable key={filter} monitors={shown} deviceNames={deviceNames} />}
        </>
      )}
    </>
  );
}

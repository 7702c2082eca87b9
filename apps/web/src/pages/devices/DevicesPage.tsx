import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeviceSummaries, type DeviceFilter } from '../../api/devices.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { isDraftKept } from '../../form/kept-draft.js';
import { itemsOf } from '../../table/pages-of.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Unreadable } from '../../table/Unreadable.js';
import { DeviceDialog, devicePlace } from './DeviceDialog.js';
import { DeviceFilters } from './DeviceFilters.js';
import { DeviceTable } from './DeviceTable.js';
import { EmptyDevices } from './EmptyDevices.js';

const route = getRouteApi('/devices');

/** The machines people know by name, and how their monitors stand. */
export function DevicesPage() {
  const filter = route.useSearch();
  const query = useDeviceSummaries(filter);
  const [isAdding, setAdding] = useState(() => isDraftKept(devicePlace(null)));
  const navigate = route.useNavigate();
  if (query.data === undefined && query.error !== null) return <NoAnswer error={query.error} />;
  return (
    <>
      <SummaryBar
        title="Devices · TwoTwenty"
        mood="idle"
        icon="uninitialized"
        headline="Devices"
        detail="Machines that are watched. Each has its monitors."
      >
        <Button
          onClick={() => {
            setAdding(true);
          }}
        >
          Add device
        </Button>
      </SummaryBar>
      <DeviceFilters filter={filter} />
      {query.data === undefined ? <Loading what="the devices" /> : <Devices query={query} filter={filter} />}
      {isAdding && (
        <DeviceDialog
          device={null}
          onClose={() => {
            setAdding(false);
          }}
          onSaved={({ id }) => void navigate({ to: '/devices/$deviceId', params: { deviceId: id } })}
        />
      )}
    </>
  );
}

interface DevicesProps {
  readonly query: ReturnType<typeof useDeviceSummaries>;
  readonly filter: DeviceFilter;
}

function Devices({ query, filter }: DevicesProps) {
  const { items, unreadable } = itemsOf(query.data);
  if (items.length === 0 && query.isPlaceholderData) return <Loading what="the devices" />;
  return (
    <>
      <Unreadable count={unreadable} what="devices" />
      {items.length === 0 ? (
        <EmptyDevices search={filter.q} />
      ) : (
        <DeviceTable devices={items} isBusy={query.isPlaceholderData} />
      )}
      <ShowMore query={query}>Show more devices</ShowMore>
    </>
  );
}

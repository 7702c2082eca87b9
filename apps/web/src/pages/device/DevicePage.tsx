import { Button, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Device } from '@twotwenty/contracts/device';
import { useState } from 'react';
import { isNotFound } from '../../api/client.js';
import { useDevice } from '../../api/devices.js';
import { useDeviceMonitors } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Notice } from '../../app/Notice.js';
import { Section } from '../../app/Section.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { headline, moodOf } from '../../status/headline.js';
import { countGroups, GROUPS } from '../../status/standing.js';
import { itemsOf } from '../../table/pages-of.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Unreadable } from '../../table/Unreadable.js';
import { DeviceActions } from './DeviceActions.js';
import { DeviceMonitors } from './DeviceMonitors.js';
import { SelectMonitor } from './SelectMonitor.js';

const route = getRouteApi('/devices/$deviceId');

/** A machine with its monitors. */
export function DevicePage() {
  const { deviceId } = route.useParams();
  const device = useDevice(deviceId);
  const monitors = useDeviceMonitors(deviceId);
  if (isNotFound(device.error)) return <NoDevice />;
  const error = device.error ?? monitors.error;
  if (device.data !== undefined && monitors.data !== undefined) {
    return <DeviceView key={deviceId} device={device.data} query={monitors} />;
  }
  return error === null ? <Loading what="the device" /> : <NoAnswer error={error} />;
}

interface DeviceViewProps {
  readonly device: Device;
  readonly query: ReturnType<typeof useDeviceMonitors>;
}

function DeviceView({ device, query }: DeviceViewProps) {
  const [isAdding, setAdding] = useState(false);
  const { items, unreadable } = itemsOf(query.data);
  const counts = countGroups(items);
  const mood = moodOf(counts);
  const worst = mood === 'up' ? mood : GROUPS.find((group) => counts[group] > 0);
  return (
    <>
      <SummaryBar
        title={`${device.name} · TwoTwenty`}
        mood={mood}
        icon={worst ?? 'uninitialized'}
        headline={device.name}
        detail={
          <>
            <bdi>{device.address}</bdi> · {items.length === 0 ? 'no monitors yet' : headline(counts)}
          </>
        }
      >
        <Button
          onClick={() => {
            setAdding(true);
          }}
        >
          Add new monitor
        </Button>
      </SummaryBar>
      <DeviceActions device={device} monitors={items.length} hasMore={query.hasNextPage} />
      <Unreadable count={unreadable} what="monitors" />
      {items.length === 0 ? <NoMonitors /> : <DeviceMonitors monitors={items} />}
      <ShowMore query={query}>Show more monitors</ShowMore>
      {isAdding && (
        <SelectMonitor
          deviceId={device.id}
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

function NoMonitors() {
  return (
    <Section title="Nothing of this device is watched yet">
      <Text size="sm">Add a monitor: it tests the mail server at once, and then again and again.</Text>
    </Section>
  );
}

function NoDevice() {
  return (
    <Notice title="There is no such device">
      It may have been deleted. <Link to="/devices">Show all devices</Link>
    </Notice>
  );
}

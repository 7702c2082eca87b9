import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { DeviceSummary } from '@twotwenty/contracts/device-summary';
import { memo, useState } from 'react';
import { GroupCountList } from '../../status/GroupCountList.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { RowButton } from '../../table/RowButton.js';
import { Table } from '../../table/Table.js';
import { DeleteDevice } from './DeleteDevice.js';
import { DeviceDialog } from './DeviceDialog.js';
import classes from './Devices.module.css';

const COLUMNS = [
  { name: 'Device' },
  { name: 'Address' },
  { name: 'Monitors', width: '16rem' },
  { name: 'Action', width: '11rem' },
];

interface DeviceTableProps {
  readonly devices: readonly DeviceSummary[];
  /** See `Table`. */
  readonly isBusy: boolean;
}

export function DeviceTable({ devices, isBusy }: DeviceTableProps) {
  return (
    <Table label="Devices" columns={COLUMNS} isBusy={isBusy}>
      {devices.map((device) => (
        <DeviceRow key={device.id} device={device} />
      ))}
    </Table>
  );
}

/** Drawn again only when this device changed: the query keeps what is equal. */
const DeviceRow = memo(function DeviceRow({ device }: { readonly device: DeviceSummary }) {
  const { id, name, address, tags, monitors } = device;
  return (
    <Row tone={toneOf(monitors)}>
      <RowHead>
        <Link to="/devices/$deviceId" params={{ deviceId: id }}>
          <bdi>{name}</bdi>
        </Link>
        {tags.length > 0 && <span className={classes.tags}>{tags.join(', ')}</span>}
      </RowHead>
      <Cell>
        <bdi className={classes.address}>{address}</bdi>
      </Cell>
      <Cell line>
        <GroupCountList counts={monitors} />
      </Cell>
      <Cell line>
        <DeviceActions device={device} />
      </Cell>
    </Row>
  );
});

function DeviceActions({ device }: { readonly device: DeviceSummary }) {
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(null);
  const close = () => {
    setAsked(null);
  };
  return (
    <div className={classes.buttons}>
      <RowButton
        onClick={() => {
          setAsked('edit');
        }}
      >
        Edit<VisuallyHidden> {device.name}</VisuallyHidden>
      </RowButton>
      <RowButton
        onClick={() => {
          setAsked('delete');
        }}
      >
        Delete<VisuallyHidden> {device.name}</VisuallyHidden>
      </RowButton>
      {asked === 'edit' && <DeviceDialog device={device} onClose={close} />}
      {asked === 'delete' && <DeleteDevice device={device} monitors={device.monitors.total} onClose={close} />}
    </div>
  );
}

function toneOf({ down, lost, warn }: DeviceSummary['monitors']) {
  if (down > 0) return 'down';
  if (lost > 0) return 'lost';
  return warn > 0 ? 'warn' : undefined;
}

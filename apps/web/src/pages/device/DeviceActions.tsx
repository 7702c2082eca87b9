import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Device } from '@twotwenty/contracts/device';
import { useState } from 'react';
import { isDraftKept } from '../../form/kept-draft.js';
import { SuspendControl } from '../../holds/SuspendControl.js';
import { DeleteDevice } from '../devices/DeleteDevice.js';
import { DeviceDialog, devicePlace } from '../devices/DeviceDialog.js';
import classes from './Device.module.css';

interface DeviceActionsProps {
  readonly device: Device;
  /** How many it has. */
  readonly monitors: number;
}

/** What can be done with a device as a whole, and its tags. */
export function DeviceActions({ device, monitors }: DeviceActionsProps) {
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(() =>
    isDraftKept(devicePlace(device)) ? 'edit' : null,
  );
  const navigate = useNavigate();
  const close = () => {
    setAsked(null);
  };
  return (
    <div className={classes.actions}>
      <Link to="/devices" className={classes.back}>
        All devices
      </Link>
      {device.tags.length > 0 && <span className={classes.tags}>Tags: {device.tags.join(', ')}</span>}
      <div className={classes.buttons}>
        {monitors > 0 && <SuspendControl kind="device" id={device.id} name={device.name} />}
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            setAsked('edit');
          }}
        >
          Edit device
        </Button>
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            setAsked('delete');
          }}
        >
          Delete device
        </Button>
      </div>
      {asked === 'edit' && <DeviceDialog device={device} onClose={close} />}
      {asked === 'delete' && (
        <DeleteDevice
          device={device}
          monitors={monitors}
          onClose={close}
          onDeleted={() => void navigate({ to: '/devices' })}
        />
      )}
    </div>
  );
}

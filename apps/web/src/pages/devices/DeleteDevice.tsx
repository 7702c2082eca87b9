import { Text } from '@mantine/core';
import type { Device } from '@twotwenty/contracts/device';
import { useDeleteDevice } from '../../api/devices.js';
import { Confirm } from '../../form/Confirm.js';

interface DeleteDeviceProps {
  readonly device: Pick<Device, 'id' | 'version' | 'name'>;
  /** How many it has. */
  readonly monitors: number;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

/** Asks whether a device is to go, and says what goes with it. */
export function DeleteDevice({ device, monitors, onClose, onDeleted = onClose }: DeleteDeviceProps) {
  const { mutate, isPending, error } = useDeleteDevice(device, monitors > 0);
  const all = monitorsIn(monitors);
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Delete this device?"
      action={monitors === 0 ? 'Delete' : `Delete it with ${all}`}
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate(undefined, { onSuccess: onDeleted });
      }}
    >
      <Text>
        <strong>
          <bdi>{device.name}</bdi>
        </strong>{' '}
        {monitors === 0
          ? 'has no monitors. It is removed for good.'
          : `and ${all} are removed for good, with their results, events and incidents.`}
      </Text>
      <Text size="sm" c="dimmed">
        Alerts and maintenance windows that name it stay, without it.
      </Text>
    </Confirm>
  );
}

function monitorsIn(count: number): string {
  return count === 1 ? 'its monitor' : `its ${count.toLocaleString()} monitors`;
}

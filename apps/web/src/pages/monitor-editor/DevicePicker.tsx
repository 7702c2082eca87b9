import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useDevice, useDeviceChoices } from '../../api/choices.js';
import { problemText } from '../../form/field-problems.js';
import type { SectionProps } from './editor-form.js';
import { FIELD_WORDS } from './field-words.js';

const PAUSE_MS = 200;

/** The device that the monitor belongs to, found by its name or address. */
export function DevicePicker({ form }: SectionProps) {
  const { deviceId } = form.values;
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { data: device } = useDevice(deviceId);
  // What is shown while nothing is typed is the name of the device: nothing to search for.
  const [search] = useDebouncedValue(text === device?.name ? '' : text, PAUSE_MS);
  const { data: devices = [] } = useDeviceChoices(search, isOpen);
  const known = device === undefined || devices.some(({ id }) => id === device.id) ? devices : [device, ...devices];
  const isUnknown = deviceId !== null && !known.some(({ id }) => id === deviceId);
  return (
    <Select
      label={FIELD_WORDS.deviceId}
      description="The machine that people know by name. Type to search."
      required
      searchable
      nothingFoundMessage="No device of that name or address"
      // The controller has searched, also by what is not shown.
      filter={({ options }) => options}
      data={[
        ...known.map(({ id, name, address }) => ({
          value: id,
          label: name === address ? name : `${name} · ${address}`,
        })),
        ...(isUnknown ? [{ value: deviceId, label: 'Loading …' }] : []),
      ]}
      value={deviceId}
      onChange={(id) => {
        form.change({ deviceId: id });
      }}
      searchValue={text}
      onSearchChange={setText}
      onDropdownOpen={() => {
        setOpen(true);
      }}
      error={problemText(form.problems, 'deviceId')}
    />
  );
}

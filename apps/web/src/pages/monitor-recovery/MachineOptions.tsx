import { Combobox } from '@mantine/core';
import type { Machine } from '@twotwenty/contracts/recovery-check';
import classes from './MonitorRecovery.module.css';

const SOURCES: readonly { readonly source: Machine['source']; readonly label: string }[] = [
  { source: 'recent', label: 'Named by other monitors' },
  { source: 'device', label: 'Devices' },
];

/** The machines that are known. @param machines undefined while they are not known */
export function MachineOptions({ machines }: { readonly machines: readonly Machine[] | undefined }) {
  return (
    <Combobox.Dropdown>
      <Combobox.Options className={classes.options}>
        {machines === undefined && <Combobox.Empty>Loading …</Combobox.Empty>}
        {machines?.length === 0 && <Combobox.Empty>None that is known; it may be another one.</Combobox.Empty>}
        {SOURCES.map(({ source, label }) => (
          <Group key={source} label={label} machines={machines?.filter((machine) => machine.source === source) ?? []} />
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}

function Group({ label, machines }: { readonly label: string; readonly machines: readonly Machine[] }) {
  if (machines.length === 0) return null;
  return (
    <Combobox.Group label={label}>
      {machines.map((machine) => (
        <Combobox.Option key={machine.name} value={machine.name}>
          <bdi className={classes.address}>{machine.name}</bdi> <bdi className={classes.dim}>{machine.label}</bdi>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  );
}

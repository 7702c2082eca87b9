import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useMonitorChoices, useNamesOfMonitors } from '../../api/choices.js';
import { problemWithin } from '../../form/field-problems.js';
import type { SectionProps } from './editor-form.js';
import { FIELD_WORDS } from './field-words.js';

const PAUSE_MS = 200;
const MOST = 32;

interface DependsOnPickerProps extends SectionProps {
  /** The monitor itself, which can not depend on itself; null while it is not made. */
  readonly monitorId: string | null;
}

/** Monitors without which this one can not be reached. */
export function DependsOnPicker({ form, monitorId }: DependsOnPickerProps) {
  const { dependsOn } = form.values;
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, PAUSE_MS);
  const { data: monitors = [] } = useMonitorChoices(search, isOpen);
  const names = useNamesOfMonitors(dependsOn);
  const nameOf = (id: string): string => names.get(id) ?? 'Loading …';
  const others = monitors.filter(({ id }) => id !== monitorId && !dependsOn.includes(id));
  return (
    <MultiSelect
      label={FIELD_WORDS.dependsOn}
      description="Monitors without which this one can not be reached, such as its router: while one of them is out, a failure here raises no alert."
      searchable
      hidePickedOptions
      maxValues={MOST}
      nothingFoundMessage="No other monitor of that name or host"
      filter={({ options }) => options}
      data={[
        ...dependsOn.map((id) => ({ value: id, label: nameOf(id) })),
        ...others.map(({ id, name, target }) => ({ value: id, label: `${name} · ${target.host}` })),
      ]}
      value={[...dependsOn]}
      onChange={(ids) => {
        form.change({ dependsOn: ids });
      }}
      searchValue={text}
      onSearchChange={setText}
      onDropdownOpen={() => {
        setOpen(true);
      }}
      error={problemWithin(form.problems, 'dependsOn', dependsOn, nameOf)}
    />
  );
}

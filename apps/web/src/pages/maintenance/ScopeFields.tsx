import { MultiSelect, NativeSelect, TagsInput } from '@mantine/core';
import { useDeviceNames } from '../../api/devices.js';
import { useMonitorNames } from '../../api/monitors.js';
import type { MaintenanceFieldsProps } from './MaintenanceDialog.js';

/** Options of a list that are offered at once: typing narrows them. */
const OFFERED = 50;

/** For which monitors it is. */
export function ScopeFields({ draft, onChange }: MaintenanceFieldsProps) {
  const devices = useDeviceNames(draft.deviceIds);
  const monitors = useMonitorNames();
  return (
    <>
      <NativeSelect
        label="For"
        value={draft.scope}
        data={[
          { value: 'chosen', label: 'Chosen devices, monitors and tags' },
          { value: 'all', label: 'All monitors' },
        ]}
        onChange={({ currentTarget }) => {
          onChange({ scope: currentTarget.value === 'all' ? 'all' : 'chosen' });
        }}
      />
      {draft.scope === 'chosen' && (
        <>
          <MultiSelect
            label="Devices"
            searchable
            limit={OFFERED}
            value={[...draft.deviceIds]}
            data={optionsOf(devices, draft.deviceIds)}
            onChange={(deviceIds) => {
              onChange({ deviceIds });
            }}
          />
          <MultiSelect
            label="Monitors"
            searchable
            limit={OFFERED}
            value={[...draft.monitorIds]}
            data={optionsOf(monitors, draft.monitorIds)}
            onChange={(monitorIds) => {
              onChange({ monitorIds });
            }}
          />
          <TagsInput
            label="Tags"
            description="All monitors that have one of these, or whose device has"
            value={[...draft.tags]}
            onChange={(tags) => {
              onChange({ tags });
            }}
          />
        </>
      )}
    </>
  );
}

/** What is chosen stays among the options while its name is not known. */
function optionsOf(names: ReadonlyMap<string, string>, chosen: readonly string[]) {
  const known = [...names].map(([value, label]) => ({ value, label }));
  return [...known, ...chosen.filter((id) => !names.has(id)).map((id) => ({ value: id, label: id }))];
}

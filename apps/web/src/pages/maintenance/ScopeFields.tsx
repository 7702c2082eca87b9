import { NativeSelect } from '@mantine/core';
import { problemText, problemWithin } from '../../form/field-problems.js';
import { PickMany } from '../../pickers/PickMany.js';
import type { MaintenanceFieldsProps } from './MaintenanceDialog.js';

/** For which monitors it is. */
export function ScopeFields({ draft, problems, onChange }: MaintenanceFieldsProps) {
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
        error={problemText(problems, 'assignment') ?? problemText(problems, 'assignment.to')}
      />
      {draft.scope === 'chosen' && (
        <>
          <PickMany
            kind="devices"
            label="Devices"
            value={draft.deviceIds}
            problem={problemWithin(problems, 'assignment.deviceIds')}
            onChange={(deviceIds) => {
              onChange({ deviceIds });
            }}
          />
          <PickMany
            kind="monitors"
            label="Monitors"
            value={draft.monitorIds}
            problem={problemWithin(problems, 'assignment.monitorIds')}
            onChange={(monitorIds) => {
              onChange({ monitorIds });
            }}
          />
          <PickMany
            kind="tags"
            label="Tags"
            description="All monitors that have one of these, or whose device has"
            value={draft.tags}
            problem={problemWithin(problems, 'assignment.tags', draft.tags)}
            onChange={(tags) => {
              onChange({ tags });
            }}
          />
        </>
      )}
    </>
  );
}

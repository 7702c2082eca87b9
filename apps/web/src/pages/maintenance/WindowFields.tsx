import { NativeSelect, TextInput } from '@mantine/core';
import { problemText } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import type { MaintenanceFieldsProps } from './MaintenanceDialog.js';

/** When it is open. */
export function WindowFields({ draft, problems, onChange }: MaintenanceFieldsProps) {
  const field = (name: 'from' | 'to' | 'timeZone' | 'rule') => ({
    value: draft[name],
    error: problemText(problems, `window.${name}`),
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      onChange({ [name]: currentTarget.value });
    },
  });
  const clock = draft.kind === 'once' ? 'By the clock of this browser' : 'The first time, by the clocks of the zone';
  return (
    <>
      <NativeSelect
        label="How often"
        value={draft.kind}
        data={[
          { value: 'once', label: 'Once' },
          { value: 'recurring', label: 'Again and again' },
        ]}
        onChange={({ currentTarget }) => {
          onChange({ kind: currentTarget.value === 'recurring' ? 'recurring' : 'once' });
        }}
      />
      <div className={classes.pair}>
        <TextInput type="datetime-local" label="From" description={clock} {...field('from')} />
        <TextInput type="datetime-local" label="To" description={clock} {...field('to')} />
      </div>
      {draft.kind === 'recurring' && (
        <div className={classes.pair}>
          <TextInput label="Time zone" description="Such as Europe/Berlin" {...field('timeZone')} />
          <TextInput
            label="Repeats"
            description="FREQ=DAILY, FREQ=WEEKLY, or such as FREQ=MONTHLY;BYDAY=2TU (RFC 5545)"
            {...field('rule')}
          />
        </div>
      )}
    </>
  );
}

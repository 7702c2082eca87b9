import { NativeSelect, TextInput } from '@mantine/core';
import { problemText } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { TimeZoneField } from '../../pickers/TimeZoneField.js';
import type { MaintenanceFieldsProps } from './MaintenanceDialog.js';
import { NextOpenings } from './NextOpenings.js';
import { RepeatFields, ruleProblemAt } from './RepeatFields.js';
import { REPEAT_WORDS } from './repeat-words.js';
import { REPEATS } from './repeats.js';

/** When it is open. */
export function WindowFields(props: MaintenanceFieldsProps) {
  const { draft, problems, onChange } = props;
  const isOnce = draft.repeats === 'never';
  const clock = isOnce ? 'By the clock of this browser' : 'The first time, by the clocks of the zone';
  const field = (name: 'from' | 'to') => ({
    value: draft[name],
    error:
      draft[name] === '' && problems.has(`window.${name}`)
        ? 'It is required.'
        : problemText(problems, `window.${name}`),
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      onChange({ [name]: currentTarget.value });
    },
  });
  return (
    <>
      <div className={classes.pair}>
        <TextInput type="datetime-local" label="From" description={clock} {...field('from')} />
        <TextInput type="datetime-local" label="To" description={clock} {...field('to')} />
      </div>
      <NativeSelect
        label="Repeats"
        value={draft.repeats}
        data={REPEATS.map((value) => ({ value, label: REPEAT_WORDS[value] }))}
        onChange={({ currentTarget: { value } }) => {
          const repeats = REPEATS.find((known) => known === value);
          if (repeats !== undefined) onChange({ repeats });
        }}
        error={
          problemText(problems, 'window') ?? problemText(problems, 'window.kind') ?? ruleProblemAt('repeats', props)
        }
      />
      {!isOnce && (
        <>
          <RepeatFields {...props} />
          <TimeZoneField
            timeZone={draft.timeZone}
            problem={problemText(problems, 'window.timeZone')}
            onChange={(timeZone) => {
              onChange({ timeZone });
            }}
          />
        </>
      )}
      <NextOpenings draft={draft} />
    </>
  );
}

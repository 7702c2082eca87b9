import { TagsInput } from '@mantine/core';
import { problemWithin } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { DependsOnPicker } from './DependsOnPicker.js';
import { DevicePicker } from './DevicePicker.js';
import type { SectionProps } from './editor-form.js';
import { FIELD_WORDS } from './field-words.js';
import { FlagField, TextField } from './fields.js';

interface IdentificationSectionProps extends SectionProps {
  readonly monitorId: string | null;
}

/** What the monitor is called, what it belongs to, and whether it is tested at all. */
export function IdentificationSection({ form, monitorId }: IdentificationSectionProps) {
  const { tags } = form.values;
  return (
    <FormCard
      title="Identification"
      explanation="The name appears in lists, alerts, logs and reports. It can be changed later: the monitor is not known by it internally."
    >
      <div className={classes.fields}>
        <TextField form={form} field="name" description="1 to 64 characters" isRequired />
        <FlagField form={form} field="enabled" description="It is tested, with the settings below" />
        <FlagField form={form} field="storeStatistics" description="Off: state and alerts work, results are not kept" />
        <DevicePicker form={form} />
        <TagsInput
          label={FIELD_WORDS.tags}
          description="Alerts can be for all monitors with a tag. Enter adds one."
          splitChars={[',', ' ']}
          value={[...tags]}
          onChange={(changed) => {
            form.change({ tags: changed });
          }}
          error={problemWithin(form.problems, 'tags', tags)}
        />
        <DependsOnPicker form={form} monitorId={monitorId} />
      </div>
    </FormCard>
  );
}

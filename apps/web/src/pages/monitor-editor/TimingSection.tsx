import { Text } from '@mantine/core';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import type { SectionProps } from './editor-form.js';
import { NumberField } from './fields.js';
import editorClasses from './MonitorEditor.module.css';
import { timingWarnings } from './timing-warnings.js';

/** How long a test may take, and how often there is one. */
export function TimingSection({ form }: SectionProps) {
  const warnings = timingWarnings(form.values);
  return (
    <FormCard
      title="Timing"
      explanation="Servers look up the name of every address that connects: test no more often than is needed."
    >
      <div className={classes.fields}>
        <NumberField
          form={form}
          field="timing.maxTestDurationSeconds"
          unit="s"
          allowDecimal
          description="A test that takes longer is a failure"
        />
        <fieldset className={editorClasses.group}>
          <legend>Delays Between Tests</legend>
          <Text size="sm" c="dimmed" mb="xs">
            Up: all is well. Warn: failing, and no alert yet. Down: alerts are raised. Lost: after the last alert.
          </Text>
          <div className={editorClasses.delays}>
            <NumberField form={form} field="timing.delaySeconds.up" unit="s" allowDecimal />
            <NumberField form={form} field="timing.delaySeconds.warn" unit="s" allowDecimal />
            <NumberField form={form} field="timing.delaySeconds.down" unit="s" allowDecimal />
            <NumberField form={form} field="timing.delaySeconds.lost" unit="s" allowDecimal />
          </div>
        </fieldset>
      </div>
      <ul className={editorClasses.warnings} aria-live="polite" aria-label="What burdens the server">
        {warnings.map(({ field, text }) => (
          <li key={`${field} ${text.slice(0, 20)}`} className={editorClasses.warning}>
            {text}
          </li>
        ))}
      </ul>
    </FormCard>
  );
}

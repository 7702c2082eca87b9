import { consequencesOf } from '@twotwenty/contracts/consequences';
import { useMemo } from 'react';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { consequenceSentences } from './consequence-words.js';
import type { SectionProps } from './editor-form.js';
import { NumberField } from './fields.js';
import editorClasses from './MonitorEditor.module.css';
import { bodyOf, type MonitorField, type MonitorValues } from './monitor-values.js';

/** How many failures alert, and how often. */
export function NotificationSection({ form }: SectionProps) {
  return (
    <FormCard
      title="Notification control"
      explanation="An alert is raised after so many failures in a row, and again after as many. After the last one the monitor is Lost: no more alerts, but a recovery is told."
    >
      <div className={classes.fields}>
        <div className={classes.pair}>
          <NumberField form={form} field="notification.failuresPerAlert" />
          <NumberField form={form} field="notification.maxAlerts" />
        </div>
      </div>
      <ConsequenceText values={form.values} />
    </FormCard>
  );
}

/** What the numbers mean, while they are typed. */
function ConsequenceText({ values }: { readonly values: MonitorValues }) {
  const sentences = useMemo(() => sentencesOf(values), [values]);
  return (
    <div className={editorClasses.consequences} role="status" aria-label="What these numbers mean">
      {sentences === null ? (
        <p>Once all numbers above are there, this says when alerts come.</p>
      ) : (
        sentences.map((sentence) => <p key={sentence}>{sentence}</p>)
      )}
    </div>
  );
}

function sentencesOf(values: MonitorValues): readonly string[] | null {
  const fields = (Object.keys(values) as MonitorField[]).filter((field) => /^(timing|notification)\./.test(field));
  const consequences = consequencesOf(bodyOf(values, fields));
  if (consequences === null) return null;
  return consequenceSentences(consequences, Number(values['timing.maxTestDurationSeconds']));
}

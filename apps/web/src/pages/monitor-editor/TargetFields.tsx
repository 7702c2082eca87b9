import { isWithin } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import type { SectionProps } from './editor-form.js';
import { ChoiceField, NumberField, TextField } from './fields.js';
import { securityChange } from './monitor-values.js';

const SECURITIES = [
  { value: 'none', label: 'None: plain SMTP' },
  { value: 'starttls', label: 'STARTTLS: begins in plain, then TLS' },
  { value: 'tls', label: 'TLS from the start' },
] as const;

const CERTIFICATES = [
  { value: 'require', label: 'Fails the test' },
  { value: 'report', label: 'Is noted, and the test goes on' },
] as const;

/** Which server, and whether by TLS. */
export function TargetFields({ form }: SectionProps) {
  const { values, problems, change } = form;
  // They are sent whatever the security is.
  const hasTlsProblem = [...problems.keys()].some((field) => isWithin(field, 'target.tls'));
  return (
    <>
      <TextField
        form={form}
        field="target.host"
        description="Of the server that is monitored"
        placeholder="mx1.example.com"
        isRequired
      />
      <div className={classes.pair}>
        <ChoiceField
          form={form}
          field="target.security"
          value={values['target.security']}
          choices={SECURITIES}
          onChoose={(security) => {
            change(securityChange(values, security));
          }}
        />
        <NumberField form={form} field="target.port" placeholder={values['target.security'] === 'tls' ? '465' : '25'} />
      </div>
      {(values['target.security'] !== 'none' || hasTlsProblem) && <TlsFields form={form} />}
    </>
  );
}

function TlsFields({ form }: SectionProps) {
  return (
    <>
      <ChoiceField
        form={form}
        field="target.tls.certificate"
        value={form.values['target.tls.certificate']}
        choices={CERTIFICATES}
        onChoose={(certificate) => {
          form.change({ 'target.tls.certificate': certificate });
        }}
      />
      <div className={classes.pair}>
        <NumberField form={form} field="target.tls.warnDays" unit="days" placeholder="Never" />
        <NumberField form={form} field="target.tls.failDays" unit="days" placeholder="Never" />
      </div>
    </>
  );
}

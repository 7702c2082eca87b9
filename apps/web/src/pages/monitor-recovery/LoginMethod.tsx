import { NativeSelect, NumberInput, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { DEFAULT_RECOVERY_PORTS, RECOVERY_METHODS } from '@twotwenty/contracts/recovery';
import { problemText } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { credentialChoices } from './credential-choices.js';
import { METHOD_WORDS } from './recovery-words.js';
import type { RecoveryFieldsProps } from './RecoveryFields.js';

/** How the machine is reached, and as whom. */
export function LoginMethod({ draft, credentials, problems, onChange }: RecoveryFieldsProps) {
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label="Method"
          value={draft.method}
          data={RECOVERY_METHODS.map((value) => ({ value, label: METHOD_WORDS[value] }))}
          onChange={({ currentTarget }) => {
            const method = RECOVERY_METHODS.find((known) => known === currentTarget.value);
            if (method !== undefined) onChange({ method });
          }}
          error={problemText(problems, 'recovery.method')}
        />
        <NumberInput
          label="Port"
          placeholder={`${DEFAULT_RECOVERY_PORTS[draft.method]}, the usual one`}
          allowNegative={false}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.port}
          onChange={(port) => {
            onChange({ port });
          }}
          error={problemText(problems, 'recovery.port')}
        />
      </div>
      <div>
        <NativeSelect
          label="Credential"
          value={draft.credentialId ?? ''}
          data={credentialChoices(credentials, draft)}
          onChange={({ currentTarget: { value } }) => {
            onChange({ credentialId: value === '' ? null : value });
          }}
          error={problemText(problems, 'recovery.credentialId')}
        />
        <Text size="sm" mt={4}>
          {/* In a tab of its own: what is typed here is not saved yet. */}
          <Link to="/credentials" target="_blank" className={classes.link}>
            Add or change credentials in a new tab
          </Link>
        </Text>
      </div>
    </>
  );
}

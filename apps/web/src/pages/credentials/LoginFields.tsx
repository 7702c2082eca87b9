import { TextInput } from '@mantine/core';
import formClasses from '../../form/Form.module.css';
import { problemText } from '../../form/field-problems.js';
import type { SecretDraft, SecretName } from './credential-draft.js';
import type { CredentialFieldsProps } from './CredentialFields.js';
import { KeyField } from './KeyField.js';
import { SecretField } from './SecretField.js';

/** The fields of the kind that is chosen. */
export function LoginFields({ draft, problems, onChange }: CredentialFieldsProps) {
  const secret = (name: SecretName) => ({
    secret: draft[name],
    problem: problemText(problems, `login.${name}`),
    onChange: (changed: SecretDraft) => {
      onChange({ [name]: changed });
    },
  });
  return (
    <>
      <div className={formClasses.pair}>
        <TextInput
          label={draft.kind === 'token' ? 'User name, if it needs one' : 'User name'}
          autoComplete="off"
          spellCheck={false}
          value={draft.username}
          onChange={({ currentTarget }) => {
            onChange({ username: currentTarget.value });
          }}
          error={problemText(problems, 'login.username')}
        />
        {draft.kind === 'password' && (
          <TextInput
            label="Windows domain, if any"
            autoComplete="off"
            spellCheck={false}
            value={draft.domain}
            onChange={({ currentTarget }) => {
              onChange({ domain: currentTarget.value });
            }}
            error={problemText(problems, 'login.domain')}
          />
        )}
      </div>
      {draft.kind === 'password' && <SecretField label="Password" {...secret('password')} />}
      {draft.kind === 'token' && <SecretField label="Token" {...secret('token')} />}
      {draft.kind === 'ssh-key' && (
        <>
          <KeyField {...secret('privateKey')} />
          <SecretField label="Passphrase of the key, if it has one" {...secret('passphrase')} />
        </>
      )}
    </>
  );
}

import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { CREDENTIAL_KINDS, CREDENTIAL_USES } from '@twotwenty/contracts/credential';
import { problemText, problemWithin, type FieldProblems } from '../../form/field-problems.js';
import type { CredentialDraft } from './credential-draft.js';
import { KIND_WORDS, USE_WORDS } from './credential-words.js';
import { LoginFields } from './LoginFields.js';

/** What shows its problem beside it, by its name in the API. */
export const SHOWN_FIELDS = [
  'name',
  'uses',
  ...['kind', 'username', 'domain', 'password', 'privateKey', 'passphrase', 'token'].map((field) => `login.${field}`),
];

export interface CredentialFieldsProps {
  readonly draft: CredentialDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<CredentialDraft>) => void;
}

/** All fields of a credential; which there are depends on its kind. */
export function CredentialFields({ draft, problems, onChange }: CredentialFieldsProps) {
  return (
    <>
      <TextInput
        data-autofocus
        label="Name"
        value={draft.name}
        onChange={({ currentTarget }) => {
          onChange({ name: currentTarget.value });
        }}
        error={problemText(problems, 'name')}
      />
      <Checkbox.Group
        label="Uses"
        value={[...draft.uses]}
        onChange={(uses) => {
          onChange({ uses: CREDENTIAL_USES.filter((use) => uses.includes(use)) });
        }}
        error={problemWithin(problems, 'uses')}
      >
        <Stack gap="xs" mt={6}>
          {CREDENTIAL_USES.map((use) => (
            <Checkbox key={use} value={use} label={USE_WORDS[use].word} description={USE_WORDS[use].meaning} />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label="Kind"
        value={draft.kind}
        data={CREDENTIAL_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
        onChange={({ currentTarget }) => {
          const kind = CREDENTIAL_KINDS.find((known) => known === currentTarget.value);
          if (kind !== undefined) onChange({ kind });
        }}
        error={problemText(problems, 'login.kind')}
      />
      <LoginFields draft={draft} problems={problems} onChange={onChange} />
    </>
  );
}

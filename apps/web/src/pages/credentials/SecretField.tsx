import { PasswordInput } from '@mantine/core';
import type { SecretDraft } from './credential-draft.js';
import { KeepSecret, KeptSecretLine } from './KeptSecret.js';

export interface SecretFieldProps {
  readonly secret: SecretDraft;
  readonly problem: string | null;
  readonly onChange: (secret: SecretDraft) => void;
}

/** A secret on one line. */
export function SecretField({ label, secret, problem, onChange }: SecretFieldProps & { readonly label: string }) {
  if (secret.text === null)
    return <KeptSecretLine label={label} secret={secret} problem={problem} onChange={onChange} />;
  return (
    <div>
      <PasswordInput
        label={label}
        autoComplete="new-password"
        spellCheck={false}
        value={secret.text}
        onChange={({ currentTarget }) => {
          onChange({ ...secret, text: currentTarget.value });
        }}
        error={problem}
        visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${label}` }}
      />
      <KeepSecret label={label} secret={secret} onChange={onChange} />
    </div>
  );
}

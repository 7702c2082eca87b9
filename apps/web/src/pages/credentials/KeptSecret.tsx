import { Anchor, Button, Input, VisuallyHidden } from '@mantine/core';
import type { SecretDraft } from './credential-draft.js';
import classes from './KeptSecret.module.css';

interface KeptSecretProps {
  readonly label: string;
  readonly secret: SecretDraft;
  readonly onChange: (secret: SecretDraft) => void;
}

/** Stands for a secret that is stored, which nobody is shown. */
export function KeptSecretLine({
  label,
  secret,
  problem,
  onChange,
}: KeptSecretProps & { readonly problem: string | null }) {
  return (
    <div>
      <Input.Label labelElement="div">{label}</Input.Label>
      <div className={classes.kept}>
        <span>Kept as it is stored</span>
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            onChange({ ...secret, text: '' });
          }}
        >
          Replace<VisuallyHidden>: {label}</VisuallyHidden>
        </Button>
      </div>
      {problem !== null && <Input.Error>{problem}</Input.Error>}
    </div>
  );
}

/** Goes back to the secret that is stored, if one is. */
export function KeepSecret({ label, secret, onChange }: KeptSecretProps) {
  if (secret.kept === null) return null;
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      onClick={() => {
        onChange({ ...secret, text: null });
      }}
    >
      Keep the stored one<VisuallyHidden>: {label}</VisuallyHidden>
    </Anchor>
  );
}

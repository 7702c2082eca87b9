import { Button, FileButton, Textarea } from '@mantine/core';
import { useState } from 'react';
import classes from './KeptSecret.module.css';
import { KeepSecret, KeptSecretLine } from './KeptSecret.js';
import type { SecretFieldProps } from './SecretField.js';

const LABEL = 'Private key';
/** No private key is longer by far; a file that was taken for one by mistake is not read. */
const MAX_FILE_BYTES = 64 * 1024;

/** A private key, pasted or read from a file. The file stays where it is. */
export function KeyField({ secret, problem, onChange }: SecretFieldProps) {
  const [unread, setUnread] = useState<string | null>(null);
  if (secret.text === null)
    return <KeptSecretLine label={LABEL} secret={secret} problem={problem} onChange={onChange} />;

  async function read(file: File | null): Promise<void> {
    if (file === null) return;
    setUnread(null);
    if (file.size > MAX_FILE_BYTES) {
      setUnread('This file is too large for a private key.');
      return;
    }
    try {
      onChange({ ...secret, text: await file.text() });
    } catch {
      setUnread('The browser could not read the file.');
    }
  }

  return (
    <div>
      <Textarea
        className={classes.key}
        label={LABEL}
        description="In the form of OpenSSH or PEM, with its first and last line"
        placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        rows={7}
        value={secret.text}
        onChange={({ currentTarget }) => {
          setUnread(null);
          onChange({ ...secret, text: currentTarget.value });
        }}
        error={problem ?? unread}
      />
      <div className={classes.below}>
        <FileButton onChange={(file) => void read(file)}>
          {(props) => (
            <Button variant="default" size="xs" {...props}>
              Read from a file
            </Button>
          )}
        </FileButton>
        <KeepSecret label={LABEL} secret={secret} onChange={onChange} />
      </div>
    </div>
  );
}

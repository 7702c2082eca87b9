import { Button, Group, Modal } from '@mantine/core';
import type { Credential } from '@twotwenty/contracts/credential';
import type { FormEvent } from 'react';
import { useSaveCredential } from '../../api/credentials.js';
import { Behind } from '../../form/Behind.js';
import classes from '../../form/Form.module.css';
import { Refusal } from '../../form/Refusal.js';
import { fieldProblems } from '../../form/field-problems.js';
import { useDraft } from '../../form/use-draft.js';
import { draftOf, missingSecret, NEW_CREDENTIAL, writtenOf, type CredentialDraft } from './credential-draft.js';
import { formatUser, KIND_WORDS, USE_WORDS } from './credential-words.js';
import { CredentialFields, SHOWN_FIELDS } from './CredentialFields.js';

interface CredentialDialogProps {
  /** Null for a new one. */
  readonly credential: Credential | null;
  readonly onClose: () => void;
}

/** Adds or changes a credential. Whatever was typed goes with the dialog, secrets too. */
export function CredentialDialog({ credential, onClose }: CredentialDialogProps) {
  const draft = useDraft(credential === null ? NEW_CREDENTIAL : draftOf(credential), credential?.version ?? 0);
  const { mutate, isPending, error, reset } = useSaveCredential(credential?.id ?? null);
  const refused = fieldProblems(error);
  const problems = refused.size === 0 ? refused : new Map([...refused, ...missingSecret(draft.values)]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const seen = credential === null ? {} : { version: draft.version };
    mutate({ credential: writtenOf(draft.values), ...seen }, { onSuccess: onClose });
  }

  function change(changed: Partial<CredentialDraft>): void {
    reset();
    draft.change(changed);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      // A click that misses the dialog must not lose a key that was pasted.
      closeOnClickOutside={false}
      size="lg"
      title={credential === null ? 'Add a credential' : `Edit ${credential.name}`}
    >
      <form onSubmit={submit} noValidate autoComplete="off" className={classes.dialog}>
        <CredentialFields draft={draft.values} problems={problems} onChange={change} />
        {credential !== null && <Behind draft={draft} stored={storedFacts(credential)} />}
        <Refusal error={error} shown={SHOWN_FIELDS} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {credential === null ? 'Add' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function storedFacts(credential: Credential): readonly (readonly [string, string])[] {
  return [
    ['Name', credential.name],
    ['Kind', KIND_WORDS[credential.login.kind]],
    ['Logs in as', formatUser(credential) ?? '–'],
    ['Uses', credential.uses.map((use) => USE_WORDS[use].word).join(', ')],
  ];
}

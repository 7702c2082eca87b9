import { Button, VisuallyHidden } from '@mantine/core';
import type { Credential } from '@twotwenty/contracts/credential';
import { useState } from 'react';
import { Ago } from '../../time/Times.js';
import { KIND_WORDS, USE_WORDS, formatUser } from './credential-words.js';
import { CredentialDialog } from './CredentialDialog.js';
import classes from './CredentialTable.module.css';
import { DeleteCredential } from './DeleteCredential.js';

/** One credential, with what can be done about it. */
export function CredentialRow({ credential }: { readonly credential: Credential }) {
  const { name, login, uses, updatedAt } = credential;
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(null);
  const close = () => {
    setAsked(null);
  };
  return (
    <tr role="row" className={classes.row}>
      <th role="rowheader" scope="row" className={classes.name}>
        <bdi>{name}</bdi>
      </th>
      <td role="cell">{KIND_WORDS[login.kind]}</td>
      <td role="cell">
        <span className={classes.label}>as </span>
        <bdi>{formatUser(credential) ?? '–'}</bdi>
      </td>
      <td role="cell">
        <span className={classes.label}>for </span>
        {uses.map((use) => USE_WORDS[use].word).join(', ')}
      </td>
      <td role="cell">
        <span className={classes.label}>changed </span>
        <Ago at={updatedAt} />
      </td>
      <td role="cell" className={classes.action}>
        <div className={classes.buttons}>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              setAsked('edit');
            }}
          >
            Edit<VisuallyHidden> {name}</VisuallyHidden>
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              setAsked('delete');
            }}
          >
            Delete<VisuallyHidden> {name}</VisuallyHidden>
          </Button>
        </div>
        {asked === 'edit' && <CredentialDialog credential={credential} onClose={close} />}
        {asked === 'delete' && <DeleteCredential credential={credential} onClose={close} />}
      </td>
    </tr>
  );
}

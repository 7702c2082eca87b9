import { Button, VisuallyHidden } from '@mantine/core';
import type { Credential } from '@twotwenty/contracts/credential';
import { useState } from 'react';
import { isDraftKept } from '../../form/kept-draft.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Ago } from '../../time/Times.js';
import { credentialPlace } from './credential-draft.js';
import { KIND_WORDS, USE_WORDS, formatUser } from './credential-words.js';
import { CredentialDialog } from './CredentialDialog.js';
import classes from './CredentialTable.module.css';
import { DeleteCredential } from './DeleteCredential.js';

/** One credential, with what can be done about it. */
export function CredentialRow({ credential }: { readonly credential: Credential }) {
  const { name, login, uses, updatedAt } = credential;
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(() =>
    isDraftKept(credentialPlace(credential)) ? 'edit' : null,
  );
  const close = () => {
    setAsked(null);
  };
  return (
    <Row>
      <RowHead>
        <bdi>{name}</bdi>
      </RowHead>
      <Cell>{KIND_WORDS[login.kind]}</Cell>
      <Cell label="as">
        <bdi>{formatUser(credential) ?? '–'}</bdi>
      </Cell>
      <Cell label="for">{uses.map((use) => USE_WORDS[use].word).join(', ')}</Cell>
      <Cell label="changed">
        <Ago at={updatedAt} />
      </Cell>
      <Cell line>
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
      </Cell>
    </Row>
  );
}

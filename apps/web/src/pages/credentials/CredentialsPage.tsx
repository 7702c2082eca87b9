import { Button, Text } from '@mantine/core';
import type { Credential } from '@twotwenty/contracts/credential';
import { useState } from 'react';
import { useCredentials } from '../../api/credentials.js';
import type { WholeList } from '../../api/pages.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { isDraftKept } from '../../form/kept-draft.js';
import { credentialPlace } from './credential-draft.js';
import { CredentialDialog } from './CredentialDialog.js';
import { CredentialTable } from './CredentialTable.js';
import { EmptyCredentials } from './EmptyCredentials.js';

/** As whom the product logs in on other machines. */
export function CredentialsPage() {
  const query = useCredentials();
  if (query.data !== undefined) return <CredentialList list={query.data} />;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the credentials" />;
}

interface CredentialListProps {
  readonly list: WholeList<Credential>;
}

function CredentialList({ list }: CredentialListProps) {
  const [isAdding, setAdding] = useState(() => isDraftKept(credentialPlace(null)));
  const total = list.items.length;
  return (
    <>
      <SummaryBar
        title="Credentials · TwoTwenty"
        mood="idle"
        icon="uninitialized"
        headline={total === 0 ? 'No credentials yet' : total === 1 ? '1 credential' : `${total} credentials`}
        detail="As whom TwoTwenty logs in elsewhere. Secrets are stored sealed, and are never shown again."
      >
        <Button
          onClick={() => {
            setAdding(true);
          }}
        >
          Add
        </Button>
      </SummaryBar>
      {total > 0 ? <CredentialTable credentials={list.items} /> : list.unreadable === 0 && <EmptyCredentials />}
      {list.truncated && <Text size="sm">There are more than are shown here.</Text>}
      {list.unreadable > 0 && (
        <Text size="sm">{list.unreadable} came in a form that this page does not understand: reload it.</Text>
      )}
      {isAdding && (
        <CredentialDialog
          credential={null}
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

import type { Credential } from '@twotwenty/contracts/credential';
import { Table } from '../../table/Table.js';
import { CredentialRow } from './CredentialRow.js';

const COLUMNS = [
  { name: 'Name' },
  { name: 'Kind', width: '12%' },
  { name: 'Logs in as', width: '18%' },
  { name: 'Uses', width: '22%' },
  { name: 'Changed', width: '8rem' },
  { name: 'Action', width: '11rem' },
];

export function CredentialTable({ credentials }: { readonly credentials: readonly Credential[] }) {
  return (
    <Table label="Credentials" columns={COLUMNS} cardsBelow="75em">
      {credentials.map((credential) => (
        <CredentialRow key={credential.id} credential={credential} />
      ))}
    </Table>
  );
}

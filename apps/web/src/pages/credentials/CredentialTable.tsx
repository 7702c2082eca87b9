import type { Credential } from '@twotwenty/contracts/credential';
import { Table } from '../../table/Table.js';
import { CredentialRow } from './CredentialRow.js';
import classes from './CredentialTable.module.css';

const COLUMNS = [
  ...['Name', 'Kind', 'Logs in as', 'Uses', 'Changed'].map((name) => ({ name })),
  { name: 'Action', className: classes.actionColumn },
];

export function CredentialTable({ credentials }: { readonly credentials: readonly Credential[] }) {
  return (
    <Table label="Credentials" columns={COLUMNS}>
      {credentials.map((credential) => (
        <CredentialRow key={credential.id} credential={credential} />
      ))}
    </Table>
  );
}

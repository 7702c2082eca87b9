import type { Credential } from '@twotwenty/contracts/credential';
import { CredentialRow } from './CredentialRow.js';
import classes from './CredentialTable.module.css';

/** The roles are spelled out because a narrow screen lays the rows out as cards, and browsers then forget the table. */
export function CredentialTable({ credentials }: { readonly credentials: readonly Credential[] }) {
  return (
    <table role="table" aria-label="Credentials" className={classes.table}>
      <thead role="rowgroup" className={classes.head}>
        <tr role="row">
          <th role="columnheader">Name</th>
          <th role="columnheader">Kind</th>
          <th role="columnheader">Logs in as</th>
          <th role="columnheader">Uses</th>
          <th role="columnheader">Changed</th>
          <th role="columnheader" className={classes.actionColumn}>
            Action
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" className={classes.body}>
        {credentials.map((credential) => (
          <CredentialRow key={credential.id} credential={credential} />
        ))}
      </tbody>
    </table>
  );
}

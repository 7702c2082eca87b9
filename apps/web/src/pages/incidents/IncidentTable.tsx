import type { Incident } from '@twotwenty/contracts/incident';
import { IncidentRow } from './IncidentRow.js';
import classes from './IncidentTable.module.css';

const COLUMNS = ['State', 'Monitor', 'Started', 'Lasted', 'Alerts', 'Repairs'] as const;

/** The roles are spelled out because a narrow screen lays the rows out as cards, and browsers then forget the table. */
export function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <table role="table" aria-label="Incidents" className={classes.table}>
      <thead role="rowgroup" className={classes.head}>
        <tr role="row">
          {COLUMNS.map((name) => (
            <th key={name} role="columnheader">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className={classes.body}>
        {incidents.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </tbody>
    </table>
  );
}

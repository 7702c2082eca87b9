import type { Incident } from '@twotwenty/contracts/incident';
import { Table } from '../../table/Table.js';
import { IncidentRow } from './IncidentRow.js';

const COLUMNS = ['State', 'Monitor', 'Started', 'Lasted', 'Alerts', 'Repairs'].map((name) => ({ name }));

export function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <Table label="Incidents" columns={COLUMNS} cardsBelow="48em">
      {incidents.map((incident) => (
        <IncidentRow key={incident.id} incident={incident} />
      ))}
    </Table>
  );
}

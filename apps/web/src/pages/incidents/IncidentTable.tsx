import type { Incident } from '@twotwenty/contracts/incident';
import { Table } from '../../table/Table.js';
import { IncidentRow } from './IncidentRow.js';

const COLUMNS = [
  { name: 'State', width: '9rem' },
  { name: 'Monitor' },
  { name: 'Started', width: '8.5rem' },
  { name: 'Lasted', width: '7.5rem' },
  { name: 'Alerts', width: '5rem' },
  { name: 'Repairs', width: '5.25rem' },
];

interface IncidentTableProps {
  readonly incidents: readonly Incident[];
  /** See `Table`. */
  readonly isBusy: boolean;
}

export function IncidentTable({ incidents, isBusy }: IncidentTableProps) {
  return (
    <Table label="Incidents" columns={COLUMNS} cardsBelow="48em" isBusy={isBusy}>
      {incidents.map((incident) => (
        <IncidentRow key={incident.id} incident={incident} />
      ))}
    </Table>
  );
}

import type { ActionRun } from '@twotwenty/contracts/action-run';
import { Table } from '../../table/Table.js';
import { RunRow } from './RunRow.js';

const COLUMNS = [
  { name: 'State', width: '10.5rem' },
  { name: 'Run', width: '16%' },
  { name: 'Alert', width: '15%' },
  { name: 'Planned', width: '7.5rem' },
  { name: 'Attempts', width: '7.5rem' },
  { name: 'What came of it' },
  { name: 'Action', width: '8rem' },
];

interface RunTableProps {
  readonly runs: readonly ActionRun[];
  /** See `Table`. */
  readonly isBusy: boolean;
}

export function RunTable({ runs, isBusy }: RunTableProps) {
  return (
    <Table label="Action runs" columns={COLUMNS} cardsBelow="75em" isBusy={isBusy}>
      {runs.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </Table>
  );
}

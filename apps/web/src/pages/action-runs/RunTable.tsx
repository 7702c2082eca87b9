import type { ActionRun } from '@twotwenty/contracts/action-run';
import { Table } from '../../table/Table.js';
import { RunRow } from './RunRow.js';
import classes from './RunTable.module.css';

const COLUMNS = [
  { name: 'State', className: classes.stateColumn },
  { name: 'Run', className: classes.noticeColumn },
  { name: 'Alert', className: classes.alertColumn },
  { name: 'Planned', className: classes.timeColumn },
  { name: 'Attempts', className: classes.timeColumn },
  { name: 'What came of it' },
  { name: 'Action', className: classes.actionColumn },
];

interface RunTableProps {
  readonly runs: readonly ActionRun[];
  readonly monitorNames: ReadonlyMap<string, string>;
}

export function RunTable({ runs, monitorNames }: RunTableProps) {
  return (
    <Table label="Action runs" columns={COLUMNS} cardsBelow="75em" className={classes.table}>
      {runs.map((run) => (
        <RunRow
          key={run.id}
          run={run}
          monitorName={run.monitorId === null ? null : (monitorNames.get(run.monitorId) ?? null)}
        />
      ))}
    </Table>
  );
}

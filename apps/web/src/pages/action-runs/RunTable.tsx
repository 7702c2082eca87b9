import type { ActionRun } from '@twotwenty/contracts/action-run';
import { RunRow } from './RunRow.js';
import classes from './RunTable.module.css';

interface RunTableProps {
  readonly runs: readonly ActionRun[];
  readonly monitorNames: ReadonlyMap<string, string>;
}

/** The roles are spelled out because a narrow screen lays the rows out as cards, and browsers then forget the table. */
export function RunTable({ runs, monitorNames }: RunTableProps) {
  return (
    <table role="table" aria-label="Action runs" className={classes.table}>
      <thead role="rowgroup" className={classes.head}>
        <tr role="row">
          <th role="columnheader" className={classes.stateColumn}>
            State
          </th>
          <th role="columnheader" className={classes.noticeColumn}>
            Run
          </th>
          <th role="columnheader" className={classes.alertColumn}>
            Alert
          </th>
          <th role="columnheader" className={classes.timeColumn}>
            Planned
          </th>
          <th role="columnheader" className={classes.timeColumn}>
            Attempts
          </th>
          <th role="columnheader">What came of it</th>
          <th role="columnheader" className={classes.actionColumn}>
            Action
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" className={classes.body}>
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            monitorName={run.monitorId === null ? null : (monitorNames.get(run.monitorId) ?? null)}
          />
        ))}
      </tbody>
    </table>
  );
}

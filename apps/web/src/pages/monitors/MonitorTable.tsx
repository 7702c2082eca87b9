import { Button } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useState } from 'react';
import { MonitorRow } from './MonitorRow.js';
import classes from './MonitorTable.module.css';
import { useHeldOrder } from './use-held-order.js';

const ROWS_AT_ONCE = 200;

interface MonitorTableProps {
  readonly monitors: readonly Monitor[];
  readonly deviceNames: ReadonlyMap<string, string>;
}

/** The roles are spelled out because a narrow screen lays the rows out as cards, and browsers then forget the table. */
export function MonitorTable({ monitors, deviceNames }: MonitorTableProps) {
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const [ordered, hold] = useHeldOrder(monitors);
  const hidden = ordered.length - limit;
  return (
    <>
      <table
        role="table"
        aria-label="Monitors"
        className={classes.table}
        onPointerMove={hold}
        onKeyDown={hold}
        onFocus={hold}
      >
        <thead role="rowgroup" className={classes.head}>
          <tr role="row">
            <th role="columnheader" className={classes.statusColumn}>
              Status
            </th>
            <th role="columnheader">Monitor</th>
            <th role="columnheader" className={classes.shortColumn}>
              Since
            </th>
            <th role="columnheader" className={classes.shortColumn}>
              Failures / alerts
            </th>
            <th role="columnheader" className={classes.testColumn}>
              Last test
            </th>
            <th role="columnheader" className={classes.shortColumn}>
              Next test
            </th>
            <th role="columnheader" className={classes.actionColumn}>
              Action
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup" className={classes.body}>
          {ordered.slice(0, limit).map((monitor) => (
            <MonitorRow key={monitor.id} monitor={monitor} deviceName={deviceNames.get(monitor.deviceId) ?? null} />
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <Button
          variant="default"
          mt="md"
          onClick={() => {
            setLimit(limit + ROWS_AT_ONCE);
          }}
        >
          Show {Math.min(hidden, ROWS_AT_ONCE)} more of {ordered.length}
        </Button>
      )}
    </>
  );
}

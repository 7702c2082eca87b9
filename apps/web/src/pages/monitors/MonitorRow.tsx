import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { memo } from 'react';
import { groupOf, standingOf } from '../../status/standing.js';
import { StandingMark } from '../../status/StandingMark.js';
import { Due, Lasting } from '../../time/Times.js';
import { LastTestCell } from './LastTestCell.js';
import classes from './MonitorTable.module.css';
import { NoData } from './NoData.js';
import { TestNow } from './TestNow.js';

interface MonitorRowProps {
  readonly monitor: Monitor;
  /** Null while it is not known. */
  readonly deviceName: string | null;
}

/** Drawn again only when this monitor changed: the query keeps what is equal. */
export const MonitorRow = memo(function MonitorRow({ monitor, deviceName }: MonitorRowProps) {
  const { name, target, state } = monitor;
  return (
    <tr role="row" className={classes.row} data-group={groupOf(state)}>
      <td role="cell" className={classes.status}>
        <StandingMark standing={standingOf(state)} />
        {state.noData && <NoData />}
      </td>
      <th role="rowheader" scope="row" className={classes.monitor}>
        <bdi className={classes.name}>{name}</bdi>
        <span className={classes.place} title={hostAndPort(target)}>
          {deviceName !== null && (
            <>
              <bdi>{deviceName}</bdi> ·{' '}
            </>
          )}
          <bdi className={classes.host}>{hostAndPort(target)}</bdi>
        </span>
      </th>
      <td role="cell" className={classes.since}>
        <span className={classes.label}>For </span>
        <Lasting at={state.since} />
      </td>
      <td role="cell" className={classes.counters}>
        <Counters failures={state.failures} alerts={state.alerts} />
      </td>
      <td role="cell" className={classes.test}>
        <LastTestCell test={state.lastTest} />
      </td>
      <td role="cell" className={classes.next}>
        <span className={classes.label}>Next test </span>
        {state.nextTestAt === null ? <span title="no test is planned">–</span> : <Due at={state.nextTestAt} />}
      </td>
      <td role="cell" className={classes.action}>
        <TestNow monitor={monitor} />
        <Link to="/monitors/$monitorId/recovery" params={{ monitorId: monitor.id }} className={classes.repairs}>
          Repairs<VisuallyHidden> of {name}</VisuallyHidden>
        </Link>
      </td>
    </tr>
  );
});

function Counters({ failures, alerts }: { readonly failures: number; readonly alerts: number }) {
  return (
    <span title={`${failures} failed in a row, ${alerts} alerts raised`}>
      <span className={classes.label}>Failures / alerts </span>
      {failures} / {alerts}
    </span>
  );
}

function hostAndPort({ host, port }: Monitor['target']): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { memo } from 'react';
import { groupOf, standingOf } from '../../status/standing.js';
import { StandingMark } from '../../status/StandingMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { RowCheckbox } from '../../table/RowCheckbox.js';
import { Due, Lasting } from '../../time/Times.js';
import { LastTestCell } from './LastTestCell.js';
import classes from './MonitorTable.module.css';
import { NoData } from './NoData.js';
import { TestNow } from './TestNow.js';

interface MonitorRowProps {
  readonly monitor: Monitor;
  /** It is not in the list any more. */
  readonly isGone: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, isSelected: boolean) => void;
}

/** Drawn again only when this monitor changed: the query keeps what is equal. */
export const MonitorRow = memo(function MonitorRow({ monitor, isGone, isSelected, onSelect }: MonitorRowProps) {
  const { id, name, deviceId, deviceName, target, state } = monitor;
  return (
    <Row
      className={classes.row ?? ''}
      tone={toneOf(monitor)}
      data-key-row
      data-gone={isGone || undefined}
      title={isGone ? 'Not in this list any more' : undefined}
    >
      <Cell className={classes.box}>
        <RowCheckbox
          data-key-select
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={(isChecked) => {
            onSelect(id, isChecked);
          }}
        />
      </Cell>
      <Cell className={classes.status}>
        <StandingMark standing={standingOf(state)} />
        {state.noData && <NoData />}
      </Cell>
      <RowHead className={classes.monitor ?? ''}>
        <Link to="/monitors/$monitorId" params={{ monitorId: id }} className={classes.name} data-key-open>
          <bdi>{name}</bdi>
        </Link>
        <bdi className={classes.host} title={hostAndPort(target)}>
          {hostAndPort(target)}
        </bdi>
      </RowHead>
      <Cell className={classes.on} label="On">
        <Link to="/devices/$deviceId" params={{ deviceId }} className={classes.device} title={deviceName}>
          <bdi>{deviceName}</bdi>
        </Link>
      </Cell>
      <Cell className={classes.since} label="For">
        <Lasting at={state.since} />
        {state.failures > 0 && <Failures failures={state.failures} alerts={state.alerts} />}
      </Cell>
      <Cell className={classes.test} line>
        <LastTestCell test={state.lastTest} />
      </Cell>
      <Cell className={classes.next} label="Next test">
        {state.nextTestAt === null ? <span title="no test is planned">–</span> : <Due at={state.nextTestAt} />}
      </Cell>
      <Cell className={classes.action}>
        <TestNow monitor={monitor} />
        <Link to="/monitors/$monitorId/recovery" params={{ monitorId: id }} className={classes.repairs}>
          Repairs<VisuallyHidden> of {name}</VisuallyHidden>
        </Link>
      </Cell>
    </Row>
  );
});

function Failures({ failures, alerts }: { readonly failures: number; readonly alerts: number }) {
  return (
    <span className={classes.detail} title={`${failures} failed in a row, ${alerts} alerts raised`}>
      {failures} failed, {alerts} {alerts === 1 ? 'alert' : 'alerts'}
    </span>
  );
}

function toneOf({ state }: Monitor): 'down' | 'lost' | 'warn' | undefined {
  const group = groupOf(state);
  return group === 'down' || group === 'lost' || group === 'warn' ? group : undefined;
}

function hostAndPort({ host, port }: Monitor['target']): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

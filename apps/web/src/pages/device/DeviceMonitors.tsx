import { Link } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { memo } from 'react';
import { groupOf, standingOf } from '../../status/standing.js';
import { StandingMark } from '../../status/StandingMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Table } from '../../table/Table.js';
import { Ago, Due, Lasting } from '../../time/Times.js';
import classes from './Device.module.css';

const COLUMNS = [
  { name: 'Status', width: '9.5rem' },
  { name: 'Monitor', width: '28%' },
  { name: 'Since', width: '8rem' },
  { name: 'Last test' },
  { name: 'Next test', width: '8rem' },
];

/** The monitors of a device in the order in which they were added. */
export function DeviceMonitors({ monitors }: { readonly monitors: readonly Monitor[] }) {
  return (
    <Table label="Monitors" columns={COLUMNS}>
      {monitors.map((monitor) => (
        <DeviceMonitor key={monitor.id} monitor={monitor} />
      ))}
    </Table>
  );
}

/** Drawn again only when this monitor changed: the query keeps what is equal. */
const DeviceMonitor = memo(function DeviceMonitor({ monitor }: { readonly monitor: Monitor }) {
  const { id, name, target, state } = monitor;
  return (
    <Row tone={toneOf(state)}>
      <Cell line>
        <StandingMark standing={standingOf(state)} />
      </Cell>
      <RowHead>
        <Link to="/monitors/$monitorId" params={{ monitorId: id }}>
          <bdi>{name}</bdi>
        </Link>
        <bdi className={classes.target}>{hostAndPort(target)}</bdi>
      </RowHead>
      <Cell label="for">
        <Lasting at={state.since} />
      </Cell>
      <Cell>
        <LastTest test={state.lastTest} />
      </Cell>
      <Cell label="next test">{state.nextTestAt === null ? '–' : <Due at={state.nextTestAt} />}</Cell>
    </Row>
  );
});

function LastTest({ test }: { readonly test: Monitor['state']['lastTest'] }) {
  if (test === null) return 'Not tested yet';
  return (
    <>
      {test.reason !== null && <bdi className={classes.reason}>{test.reason}</bdi>}
      <span>
        {VERDICT_WORDS[test.verdict]} <Ago at={test.at} />
      </span>
    </>
  );
}

const VERDICT_WORDS = { pass: 'passed', fail: 'failed', unknown: 'no verdict' } as const;

function toneOf(state: Monitor['state']) {
  const group = groupOf(state);
  return group === 'down' || group === 'lost' || group === 'warn' ? group : undefined;
}

function hostAndPort({ host, port }: Monitor['target']): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

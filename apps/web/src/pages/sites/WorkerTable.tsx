import type { SiteWorker } from '@twotwenty/contracts/site';
import { StandingIcon } from '../../status/StandingMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Table } from '../../table/Table.js';
import { Ago } from '../../time/Times.js';
import { formatLateness, formatLoad, port25Words } from './site-words.js';
import classes from './WorkerTable.module.css';

const COLUMNS = [
  { name: 'Worker' },
  { name: 'Last seen', width: '8.5rem' },
  { name: 'Version', width: '6rem' },
  { name: 'Sessions', width: '7rem' },
  { name: 'Lateness', width: '14%' },
  { name: 'Load', width: '20%' },
  { name: 'Port 25', width: '6rem' },
];

interface WorkerTableProps {
  readonly site: string;
  readonly workers: readonly SiteWorker[];
}

export function WorkerTable({ site, workers }: WorkerTableProps) {
  return (
    <Table label={`Workers of ${site}`} columns={COLUMNS} plain cardsBelow="75em" className={classes.table}>
      {workers.map((worker) => (
        <WorkerRows key={worker.id} worker={worker} />
      ))}
    </Table>
  );
}

function WorkerRows({ worker }: { readonly worker: SiteWorker }) {
  const { hostname, live, lastSeenAt, version, sessions, maxSessions, health, advice } = worker;
  const port25 = port25Words(health);
  return (
    <>
      <Row className={classes.worker} data-live={live}>
        <RowHead className={classes.name}>
          <StandingIcon of={live ? 'up' : 'lost'} size={13} />
          <bdi>{hostname}</bdi>
          <span className={classes.state}>{live ? 'live' : 'gone'}</span>
        </RowHead>
        <Cell label="seen">
          <Ago at={lastSeenAt} />
        </Cell>
        <Cell label="version">
          <bdi>{version}</bdi>
        </Cell>
        <Cell unit="sessions">
          {sessions} of {maxSessions}
        </Cell>
        <Cell label="late by">{formatLateness(health?.latenessMs ?? null) ?? '–'}</Cell>
        <Cell>{health === null ? '–' : formatLoad(health)}</Cell>
        <Cell label="port 25" title={port25.meaning}>
          {port25.word}
        </Cell>
      </Row>
      {live && advice.length > 0 && (
        <tr role="row" className={classes.advised}>
          <td role="cell" colSpan={7}>
            <ul className={classes.advice} aria-label={`Advice for ${hostname}`}>
              {advice.map(({ code, message, fix }) => (
                <li key={`${code} ${message}`}>
                  <StandingIcon of="warn" size={14} />
                  <span>
                    {message} {fix}
                  </span>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

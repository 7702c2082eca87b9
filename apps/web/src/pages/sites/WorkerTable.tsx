import type { SiteWorker } from '@twotwenty/contracts/site';
import { StandingIcon } from '../../status/StandingMark.js';
import { Ago } from '../../time/Times.js';
import { formatLateness, formatLoad, port25Words } from './site-words.js';
import classes from './WorkerTable.module.css';

interface WorkerTableProps {
  readonly site: string;
  readonly workers: readonly SiteWorker[];
}

/** The roles are spelled out because a narrow screen lays the rows out as cards, and browsers then forget the table. */
export function WorkerTable({ site, workers }: WorkerTableProps) {
  return (
    <table role="table" aria-label={`Workers of ${site}`} className={classes.table}>
      <thead role="rowgroup" className={classes.head}>
        <tr role="row">
          <th role="columnheader">Worker</th>
          <th role="columnheader">Last seen</th>
          <th role="columnheader">Version</th>
          <th role="columnheader">Sessions</th>
          <th role="columnheader">Lateness</th>
          <th role="columnheader">Load</th>
          <th role="columnheader">Port 25</th>
        </tr>
      </thead>
      <tbody role="rowgroup" className={classes.body}>
        {workers.map((worker) => (
          <WorkerRows key={worker.id} worker={worker} />
        ))}
      </tbody>
    </table>
  );
}

function WorkerRows({ worker }: { readonly worker: SiteWorker }) {
  const { hostname, live, lastSeenAt, version, sessions, maxSessions, health, advice } = worker;
  const port25 = port25Words(health);
  return (
    <>
      <tr role="row" className={classes.row} data-live={live}>
        <th role="rowheader" scope="row" className={classes.name}>
          <StandingIcon of={live ? 'up' : 'lost'} size={13} />
          <bdi>{hostname}</bdi>
          <span className={classes.state}>{live ? 'live' : 'gone'}</span>
        </th>
        <td role="cell">
          <span className={classes.label}>seen </span>
          <Ago at={lastSeenAt} />
        </td>
        <td role="cell">
          <span className={classes.label}>version </span>
          <bdi>{version}</bdi>
        </td>
        <td role="cell">
          {sessions} of {maxSessions}
          <span className={classes.label}> sessions</span>
        </td>
        <td role="cell">
          <span className={classes.label}>late by </span>
          {formatLateness(health?.latenessMs ?? null) ?? '–'}
        </td>
        <td role="cell">{health === null ? '–' : formatLoad(health)}</td>
        <td role="cell" title={port25.meaning}>
          <span className={classes.label}>port 25 </span>
          {port25.word}
        </td>
      </tr>
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

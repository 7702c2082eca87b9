import { Link } from '@tanstack/react-router';
import type { Incident } from '@twotwenty/contracts/incident';
import { memo } from 'react';
import { incidentState } from '../../status/incident-state.js';
import { IncidentStateMark } from '../../status/IncidentStateMark.js';
import { Ago, Lasted } from '../../time/Times.js';
import classes from './IncidentTable.module.css';

/** Drawn again only when this incident changed: the query keeps what is equal. */
export const IncidentRow = memo(function IncidentRow({ incident }: { readonly incident: Incident }) {
  const { id, monitorName, startedAt, endedAt, alerts, repairs } = incident;
  const state = incidentState(incident);
  return (
    <tr role="row" className={classes.row} data-state={state}>
      <td role="cell" className={classes.state}>
        <IncidentStateMark state={state} />
      </td>
      <th role="rowheader" scope="row" className={classes.monitor}>
        <Link to="/incidents/$incidentId" params={{ incidentId: id }} title="All that happened in this incident">
          <bdi>{monitorName}</bdi>
        </Link>
      </th>
      <td role="cell">
        <Ago at={startedAt} />
      </td>
      <td role="cell">
        <span className={classes.label}>lasted </span>
        <Lasted from={startedAt} to={endedAt} />
      </td>
      <td role="cell">
        {alerts}
        <span className={classes.label}>{alerts === 1 ? ' alert' : ' alerts'}</span>
      </td>
      <td role="cell">
        {repairs}
        <span className={classes.label}>{repairs === 1 ? ' repair' : ' repairs'}</span>
      </td>
    </tr>
  );
});

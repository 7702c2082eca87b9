import { Link } from '@tanstack/react-router';
import type { Incident } from '@twotwenty/contracts/incident';
import { memo } from 'react';
import { incidentState } from '../../status/incident-state.js';
import { IncidentStateMark } from '../../status/IncidentStateMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Ago, Lasted } from '../../time/Times.js';

/** Drawn again only when this incident changed: the query keeps what is equal. */
export const IncidentRow = memo(function IncidentRow({ incident }: { readonly incident: Incident }) {
  const { id, monitorName, startedAt, endedAt, alerts, repairs } = incident;
  const state = incidentState(incident);
  return (
    <Row tone={state === 'open' ? 'down' : undefined}>
      <Cell line>
        <IncidentStateMark state={state} />
      </Cell>
      <RowHead>
        <Link to="/incidents/$incidentId" params={{ incidentId: id }} title="All that happened in this incident">
          <bdi>{monitorName}</bdi>
        </Link>
      </RowHead>
      <Cell>
        <Ago at={startedAt} />
      </Cell>
      <Cell label="lasted">
        <Lasted from={startedAt} to={endedAt} />
      </Cell>
      <Cell unit={alerts === 1 ? 'alert' : 'alerts'}>{alerts}</Cell>
      <Cell unit={repairs === 1 ? 'repair' : 'repairs'}>{repairs}</Cell>
    </Row>
  );
});

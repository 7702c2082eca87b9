import { Link } from '@tanstack/react-router';
import type { Incident } from '@twotwenty/contracts/incident';
import { SummaryBar } from '../../app/SummaryBar.js';
import { INCIDENT_STATE_WORDS, incidentState } from '../../status/incident-state.js';
import { Ago, Lasted } from '../../time/Times.js';
import classes from './IncidentPage.module.css';

const MOODS = { open: 'trouble', recovered: 'up', interrupted: 'idle' } as const;

interface IncidentSummaryProps {
  readonly incident: Incident;
}

/** Which monitor it is, how the incident stands, and how long it has lasted. */
export function IncidentSummary({ incident }: IncidentSummaryProps) {
  const { monitorId, monitorName, startedAt, endedAt, alerts, repairs } = incident;
  const state = incidentState(incident);
  const { word, shape } = INCIDENT_STATE_WORDS[state];
  return (
    <SummaryBar
      title={`${monitorName}: ${word.toLowerCase()} · TwoTwenty`}
      mood={MOODS[state]}
      icon={shape}
      headline={`${monitorName}: incident ${word.toLowerCase()}`}
      detail={
        <>
          Started <Ago at={startedAt} />, {endedAt === null ? 'has lasted' : 'lasted'}{' '}
          <Lasted from={startedAt} to={endedAt} /> · {alerts === 1 ? '1 alert' : `${alerts} alerts`} ·{' '}
          {repairs === 1 ? '1 repair' : `${repairs} repairs`} ·{' '}
          <Link to="/incidents" search={{ monitorId }} className={classes.link}>
            All incidents of this monitor
          </Link>
        </>
      }
    />
  );
}

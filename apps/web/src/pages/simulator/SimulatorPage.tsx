import { getRouteApi, Link } from '@tanstack/react-router';
import type { ServingAlerts } from '@twotwenty/contracts/alert';
import type { DowntimeView } from '@twotwenty/contracts/downtime';
import { useMemo, useState } from 'react';
import { isNotFound } from '../../api/client.js';
import { useMonitor } from '../../api/monitors.js';
import { useServingAlerts, useSimulation } from '../../api/simulation.js';
import { Loading } from '../../app/Loading.js';
import { Section } from '../../app/Section.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { refusedHere } from '../../form/field-problems.js';
import { OutageForm, type Played } from './OutageForm.js';
import classes from './Simulator.module.css';
import { summaryOf } from './simulation-facts.js';
import { Steps } from './Steps.js';

const route = getRouteApi('/simulator');
const HOUR_S = 3600;
const MINUTE_MS = 60_000;

/** Plays an outage through: when it is noticed, who is told what, and when its end is. All that it is asked stands in the address. */
export function SimulatorPage() {
  const played = usePlayed();
  const navigate = route.useNavigate();
  const { data: monitor } = useMonitor(played.monitorId);
  const simulation = useSimulation(played.monitorId, played.outage);
  // It is asked for again as monitors change: the same refusal is no new one.
  const refused = useMemo(() => refusalOf(simulation.error), [simulation.error?.message]);
  const alerts = useServingAlerts(played.monitorId);
  const name = played.monitorId === undefined ? undefined : monitor?.name;
  return (
    <>
      <SummaryBar
        title={name === undefined ? 'Downtime simulator · TwoTwenty' : `Downtime of ${name} · TwoTwenty`}
        mood="idle"
        icon="uninitialized"
        headline={name === undefined ? 'Downtime simulator' : `Downtime of ${name}`}
        detail="What would happen if a monitor failed: when alerts are raised, who is told, what is repaired."
      />
      <OutageForm
        // Another address is another outage.
        key={JSON.stringify(played)}
        played={played}
        error={refused}
        onPlay={({ monitorId, outage: { startsAt, lengthSeconds, testDurationSeconds } }) => {
          void navigate({ search: { monitorId, startsAt, seconds: lengthSeconds, testSeconds: testDurationSeconds } });
        }}
      />
      {played.monitorId !== undefined && simulation.error === null && (
        <Result played={played} view={simulation.data} serving={alerts.data} />
      )}
    </>
  );
}

/** What the address asks for; an outage of an hour that begins now, where it says nothing. */
function usePlayed(): Played {
  const { monitorId, startsAt, seconds, testSeconds } = route.useSearch();
  const [now] = useState(() => new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS).toISOString());
  return {
    monitorId,
    outage: {
      startsAt: startsAt ?? now,
      lengthSeconds: seconds ?? HOUR_S,
      testDurationSeconds: testSeconds ?? 0,
    },
  };
}

/** A monitor that is not there is what is wrong with the form. */
function refusalOf(error: Error | null): Error | null {
  if (!isNotFound(error)) return error;
  return refusedHere([{ field: 'monitorId', message: 'is no monitor that exists; it may have been removed' }]);
}

interface ResultProps {
  readonly played: Played;
  readonly view: DowntimeView | undefined;
  readonly serving: ServingAlerts | undefined;
}

function Result({ played, view, serving }: ResultProps) {
  const { monitorId, outage } = played;
  if (view === undefined || monitorId === undefined) return <Loading what="the simulation" />;
  return (
    <>
      <Section title="In short">
        <p className={classes.summary} role="status">
          {summaryOf(view, outage.startsAt, outage.lengthSeconds).join(' ')} {view.problem}
        </p>
        {serving?.warnings.map(({ field, message }) => (
          <p key={`${field} ${message}`} className={classes.warning}>
            {message.charAt(0).toUpperCase() + message.slice(1)}.
          </p>
        ))}
        <p className={classes.dim}>
          <Link to="/monitors/$monitorId" params={{ monitorId }}>
            The monitor
          </Link>{' '}
          · Served by {serving?.items.length === 0 && 'no alert'}
          {serving?.items.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link to="/alerts/$alertId" params={{ alertId: id }}>
                <bdi>{name}</bdi>
              </Link>
            </span>
          ))}
        </p>
      </Section>
      <Steps key={JSON.stringify(played)} tests={view.tests} startsAt={outage.startsAt} alerts={serving?.items ?? []} />
    </>
  );
}

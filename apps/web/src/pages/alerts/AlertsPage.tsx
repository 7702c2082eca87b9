import { Button } from '@mantine/core';
import type { Alert } from '@twotwenty/contracts/alert';
import { useState } from 'react';
import { useAlerts, useAlertWarnings } from '../../api/alerts.js';
import { useDeviceNames } from '../../api/devices.js';
import { useNamesOfMonitors } from '../../api/monitors.js';
import type { WholeList } from '../../api/pages.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { useOutage, type Outage } from '../../app/use-outage.js';
import { AlertCard } from './AlertCard.js';
import classes from './AlertsPage.module.css';
import { AlertsSummary } from './AlertsSummary.js';
import { EmptyAlerts } from './EmptyAlerts.js';
import { formatServed, namedMonitors } from './served.js';

/** Each alert that is shown is asked for its warnings. */
const ALERTS_AT_ONCE = 50;

/** Who is told what, and whether it would reach them. */
export function AlertsPage() {
  const query = useAlerts();
  const outage = useOutage(query);
  if (query.data !== undefined) return <AlertList list={query.data} outage={outage} />;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the alerts" />;
}

interface AlertListProps {
  readonly list: WholeList<Alert>;
  readonly outage: Outage | null;
}

function AlertList({ list, outage }: AlertListProps) {
  const [limit, setLimit] = useState(ALERTS_AT_ONCE);
  const shown = list.items.slice(0, limit);
  const warnings = useAlertWarnings(shown.map(({ id }) => id));
  const monitorNames = useNamesOfMonitors(shown.flatMap(namedMonitors));
  const deviceNames = useDeviceNames([]);
  return (
    <>
      <AlertsSummary list={list} warnings={warnings} outage={outage} />
      {list.items.length === 0 && list.unreadable === 0 && <EmptyAlerts />}
      <div className={classes.cards}>
        {shown.map((alert) => (
          <AlertCard
            key={alert.id}
            alert={alert}
            served={formatServed(alert, monitorNames, deviceNames)}
            warnings={warnings.get(alert.id) ?? []}
          />
        ))}
      </div>
      {list.items.length > limit && (
        <Button
          variant="default"
          mt="md"
          onClick={() => {
            setLimit(limit + ALERTS_AT_ONCE);
          }}
        >
          Show more of {list.items.length}
        </Button>
      )}
    </>
  );
}

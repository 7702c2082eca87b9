import { Link } from '@tanstack/react-router';
import type { Alert } from '@twotwenty/contracts/alert';
import { useServingAlerts } from '../../api/monitor-history.js';
import { Section } from '../../app/Section.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { channelWord } from '../../status/channel-words.js';
import classes from './AlertsSection.module.css';

/** Who is told, and whether anybody is. */
export function AlertsSection({ monitorId }: { readonly monitorId: string }) {
  const { data, error } = useServingAlerts(monitorId);
  return (
    <Section title="Alerts">
      {data === undefined && <p className={classes.nothing}>{error?.message ?? 'Loading the alerts …'}</p>}
      {data?.warnings.map(({ message }) => (
        <p key={message} className={classes.warning}>
          <StandingIcon of="warn" />
          <span>{message}</span>
        </p>
      ))}
      {data !== undefined && data.items.length > 0 && (
        <ul className={classes.alerts}>
          {data.items.map((alert) => (
            <AlertItem key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
      <Link to="/alerts">All alerts</Link>
    </Section>
  );
}

function AlertItem({ alert: { id, name, actions } }: { readonly alert: Alert }) {
  const enabled = actions.filter((action) => action.enabled);
  return (
    <li>
      <Link to="/alerts/$alertId" params={{ alertId: id }}>
        <bdi>{name}</bdi>
      </Link>
      <span className={classes.nothing}>
        {enabled.length === 0 ? 'No action that is enabled' : enabled.map(({ type }) => channelWord(type)).join(', ')}
      </span>
    </li>
  );
}

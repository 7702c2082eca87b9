import { Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Alert, Warning } from '@twotwenty/contracts/alert';
import { StandingIcon } from '../../status/StandingMark.js';
import { warnedAction } from './action-facts.js';
import { AlertButtons } from './AlertButtons.js';
import { ActionItem } from './ActionItem.js';
import classes from './AlertsPage.module.css';

interface AlertCardProps {
  readonly alert: Alert;
  /** Whom it serves, in words. */
  readonly served: string;
  readonly warnings: readonly Warning[];
}

/** One alert with its actions in their order. */
export function AlertCard({ alert, served, warnings }: AlertCardProps) {
  return (
    <Paper component="section" withBorder className={classes.card} aria-label={alert.name}>
      <div className={classes.head}>
        <Title order={2} size="h4">
          <Link to="/alerts/$alertId" params={{ alertId: alert.id }} className={classes.name}>
            <bdi>{alert.name}</bdi>
          </Link>
          {!alert.enabled && (
            <span className={classes.off}>
              <StandingIcon of="disabled" size={14} /> Disabled
            </span>
          )}
        </Title>
        <Text size="sm" c="dimmed" className={classes.served}>
          Serves: {served}
          {alert.siteAlerts && ' · tells of sites that are lost or suspect'} ·{' '}
          <Link to="/action-runs" search={{ alertId: alert.id }}>
            What it did
          </Link>
        </Text>
        <AlertButtons alert={alert} served={served} />
      </div>
      {warnings.length > 0 && <Warnings warnings={warnings} />}
      {alert.actions.length === 0 ? (
        <Text c="dimmed">It has no actions.</Text>
      ) : (
        <ol className={classes.actions}>
          {alert.actions.map((action) => (
            <ActionItem key={action.id} alert={alert} action={action} />
          ))}
        </ol>
      )}
    </Paper>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  return (
    <ul className={classes.warnings} aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={`${warning.field} ${warning.message}`}>
          <StandingIcon of="warn" size={14} />
          <span>
            {formatSubject(warning.field)} {warning.message}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** `Action 2, range:`, `The alert`. */
function formatSubject(field: string): string {
  const number = warnedAction(field);
  return number === null ? 'The alert' : `Action ${number}, ${field.split('.').slice(2).join('.')}:`;
}

import type { Alert, Warning } from '@twotwenty/contracts/alert';
import { AddAlert } from './AddAlert.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import type { Outage } from '../../app/use-outage.js';

interface AlertsSummaryProps {
  /** Those that are loaded. */
  readonly alerts: readonly Alert[];
  readonly hasMore: boolean;
  /** By the id of the alert. */
  readonly warnings: ReadonlyMap<string, readonly Warning[]>;
  readonly outage: Outage | null;
}

/** How many alerts there are, and whether something about them is hardly meant. */
export function AlertsSummary({ alerts, hasMore, warnings, outage }: AlertsSummaryProps) {
  const doubtful = [...warnings.values()].filter(({ length }) => length > 0).length;
  const total = alerts.length;
  const calm = total === 0 || warnings.size === 0;
  const mood = doubtful > 0 ? 'warn' : calm ? 'idle' : 'up';
  return (
    <SummaryBar
      title="Alerts · TwoTwenty"
      mood={mood}
      icon={mood === 'idle' ? 'uninitialized' : mood}
      headline={headline(total, hasMore, doubtful)}
      detail="Who is told when a monitor goes down and comes back, and what is repaired."
      outage={outage}
    >
      <AddAlert />
    </SummaryBar>
  );
}

function headline(total: number, hasMore: boolean, doubtful: number): string {
  if (total === 0) return 'No alerts yet';
  const alerts = total === 1 && !hasMore ? '1 alert' : `${total}${hasMore ? '+' : ''} alerts`;
  if (doubtful === 0) return alerts;
  return total === 1 ? `${alerts}, with a warning` : `${alerts}, ${doubtful} with a warning`;
}

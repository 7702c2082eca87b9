import type { Alert, Warning } from '@twotwenty/contracts/alert';
import type { WholeList } from '../../api/pages.js';
import { SummaryBar } from '../../app/SummaryBar.js';

interface AlertsSummaryProps {
  readonly list: WholeList<Alert>;
  /** By the id of the alert. */
  readonly warnings: ReadonlyMap<string, readonly Warning[]>;
}

/** How many alerts there are, and whether something about them is hardly meant. */
export function AlertsSummary({ list, warnings }: AlertsSummaryProps) {
  const doubtful = [...warnings.values()].filter(({ length }) => length > 0).length;
  const total = list.items.length;
  const calm = total === 0 || warnings.size === 0;
  const mood = doubtful > 0 ? 'warn' : calm ? 'idle' : 'up';
  return (
    <SummaryBar
      title="Alerts · TwoTwenty"
      mood={mood}
      icon={mood === 'idle' ? 'uninitialized' : mood}
      headline={headline(total, doubtful)}
      detail={detail(list)}
    />
  );
}

function headline(total: number, doubtful: number): string {
  if (total === 0) return 'No alerts yet';
  const alerts = total === 1 ? '1 alert' : `${total} alerts`;
  if (doubtful === 0) return alerts;
  return total === 1 ? `${alerts}, with a warning` : `${alerts}, ${doubtful} with a warning`;
}

function detail({ truncated, unreadable }: WholeList<Alert>): string {
  return [
    'Who is told when a monitor goes down and comes back. Alerts are changed with the API.',
    truncated ? 'There are more than are shown here.' : '',
    unreadable > 0 ? `${unreadable} came in a form that this page does not understand: reload it.` : '',
  ].join(' ');
}

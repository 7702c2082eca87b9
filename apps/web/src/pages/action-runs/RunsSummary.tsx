import type { Attention } from '@twotwenty/contracts/action-run';
import { SummaryBar } from '../../app/SummaryBar.js';
import { formatNumber } from '../../numbers/format-number.js';
import { RetryAll } from './RetryAll.js';
import { summarizeRuns } from './runs-summary.js';

interface RunsSummaryProps {
  /** Undefined while it is not known. */
  readonly attention: Attention | undefined;
}

/** Whether there are notices that reached nobody, and repairs that wait for somebody. */
export function RunsSummary({ attention }: RunsSummaryProps) {
  const failed = attention?.failedNotices.count ?? 0;
  return (
    <SummaryBar
      title={failed > 0 ? `(${formatNumber(failed)} failed) Action runs · TwoTwenty` : 'Action runs · TwoTwenty'}
      {...summarizeRuns(attention)}
    >
      <RetryAll failed={attention?.failedNotices} />
    </SummaryBar>
  );
}

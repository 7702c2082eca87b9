import { formatCount, type Counted, type FailedNotices } from '../../api/failed-notices.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { RetryAll } from './RetryAll.js';
import { summarizeRuns } from './runs-summary.js';

interface RunsSummaryProps {
  /** Undefined while it is not known. */
  readonly failed: FailedNotices | undefined;
  /** Repairs that wait for somebody; undefined while it is not known. */
  readonly waiting: Counted | undefined;
}

/** Whether there are notices that reached nobody, and repairs that wait for somebody. */
export function RunsSummary({ failed, waiting }: RunsSummaryProps) {
  const hasFailed = failed !== undefined && failed.count > 0;
  return (
    <SummaryBar
      title={hasFailed ? `(${formatCount(failed)} failed) Action runs · TwoTwenty` : 'Action runs · TwoTwenty'}
      {...summarizeRuns(failed, waiting)}
    >
      <RetryAll failed={failed} />
    </SummaryBar>
  );
}

import { formatFailedCount, type FailedNotices } from '../../api/failed-notices.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import type { Outage } from '../../app/use-outage.js';
import { RetryAll } from './RetryAll.js';

interface RunsSummaryProps {
  /** Undefined while it is not known. */
  readonly failed: FailedNotices | undefined;
  readonly outage: Outage | null;
}

/** Whether there are notices that reached nobody. */
export function RunsSummary({ failed, outage }: RunsSummaryProps) {
  if (failed === undefined || failed.count === 0) {
    return (
      <SummaryBar
        title="Action runs · TwoTwenty"
        mood={failed === undefined ? 'idle' : 'up'}
        icon={failed === undefined ? 'uninitialized' : 'up'}
        headline={failed === undefined ? 'Action runs' : 'No notice has failed'}
        detail="What the actions of alerts did · live"
        outage={outage}
      >
        <RetryAll failed={failed} />
      </SummaryBar>
    );
  }
  const count = formatFailedCount(failed);
  return (
    <SummaryBar
      title={`(${count} failed) Action runs · TwoTwenty`}
      mood="trouble"
      icon="down"
      headline={count === '1' ? '1 notice failed' : `${count} notices failed`}
      detail={`Nobody was told, and nothing tries ${count === '1' ? 'it' : 'them'} again by itself. Mend the cause, then retry.`}
      outage={outage}
    >
      <RetryAll failed={failed} />
    </SummaryBar>
  );
}

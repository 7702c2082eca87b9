import type { HostKey } from '@twotwenty/contracts/host-key';
import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import { SummaryBar } from '../../app/SummaryBar.js';
import { recoveryHeadline } from './recovery-headline.js';

interface RecoverySummaryProps {
  readonly settings: RecoverySettings;
  readonly hostKeys: readonly HostKey[];
}

/** Whether repairs may begin. */
export function RecoverySummary({ settings, hostKeys }: RecoverySummaryProps) {
  const { mood, text } = recoveryHeadline(settings, hostKeys);
  return (
    <SummaryBar
      title="Recovery · TwoTwenty"
      mood={mood}
      icon={mood}
      headline={text}
      detail="What holds for every repair, whatever raised it. Which machine a monitor repairs is set with the monitor."
    />
  );
}

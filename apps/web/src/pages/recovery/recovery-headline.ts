import type { HostKey } from '@twotwenty/contracts/host-key';
import type { RecoverySettings } from '@twotwenty/contracts/recovery-settings';
import type { Mood } from '../../status/headline.js';

interface Headline {
  readonly mood: Extract<Mood, 'warn' | 'up'>;
  readonly text: string;
}

/** Whether repairs may begin, in a sentence. */
export function recoveryHeadline({ stopped }: RecoverySettings, hostKeys: readonly HostKey[]): Headline {
  const offered = hostKeys.filter((key) => key.offered !== null).length;
  if (stopped) return { mood: 'warn', text: 'All repairs are stopped' };
  if (offered === 1) return { mood: 'warn', text: '1 machine shows another host key' };
  if (offered > 1) return { mood: 'warn', text: `${offered} machines show another host key` };
  return { mood: 'up', text: 'Repairs may begin' };
}

/** Keys that wait for a person come first; the others keep their order. */
export function byNeed(hostKeys: readonly HostKey[]): HostKey[] {
  return hostKeys.toSorted((left, right) => Number(right.offered !== null) - Number(left.offered !== null));
}

import type { RecoveryMethodName } from '@twotwenty/contracts/recovery';
import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import type { Standing } from '../../status/standing.js';
import { formatNumber } from '../../numbers/format-number.js';

export const METHOD_WORDS: Readonly<Record<RecoveryMethodName, string>> = {
  'ssh-systemd': 'SSH, systemd (Linux)',
  'ssh-windows': 'SSH, PowerShell (Windows)',
  'windows-rpc': 'SMB (Windows)',
};

interface StateWords {
  readonly word: string;
  /** Whose shape it borrows. */
  readonly shape: Standing;
}

export const CHECK_STATE_WORDS: Readonly<Record<RecoveryCheck['state'], StateWords>> = {
  pending: { word: 'Waiting for an evaluator', shape: 'uninitialized' },
  running: { word: 'Looking', shape: 'uninitialized' },
  done: { word: 'Succeeded', shape: 'up' },
  failed: { word: 'Failed', shape: 'down' },
};

/** When a step was done: `+0.4 s` after the beginning. Instants in ISO 8601. */
export function formatStepTime(at: string, begunAt: string): string {
  const seconds = Math.max(0, Date.parse(at) - Date.parse(begunAt)) / 1000;
  return `+${formatNumber(seconds, 1)} s`;
}

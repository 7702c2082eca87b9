import type { RecoveryMethodName } from '@twotwenty/contracts/recovery';
import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import type { FieldProblems } from '../../form/field-problems.js';
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

/** What a request for a check calls its fields, in the words of the form. */
const CHECK_FIELD_WORDS: Readonly<Record<string, string>> = {
  machine: 'Machine',
  port: 'Port',
  credentialId: 'Credential',
  services: 'Services',
};

/** When a step was done: `+0.4 s` after the beginning. Instants in ISO 8601. */
export function formatStepTime(at: string, begunAt: string): string {
  const seconds = Math.max(0, Date.parse(at) - Date.parse(begunAt)) / 1000;
  return `+${formatNumber(seconds, 1)} s`;
}

/** Why a machine can't be looked at: `Port: must be 1 to 65535`; a service by its number, counted from 1. */
export function formatCheckProblems(problems: FieldProblems): string[] {
  return [...problems].map(([field, message]) => {
    const service = /^services\.(\d+)$/.exec(field)?.[1];
    if (service !== undefined) return `Service ${Number(service) + 1}: ${message}`;
    return `${CHECK_FIELD_WORDS[field] ?? field}: ${message}`;
  });
}

import type { RecoverySettingsPatch } from '@twotwenty/contracts/recovery-settings';
import type { FieldProblems } from '../../form/field-problems.js';

/** As they are typed. */
export interface Limits {
  readonly cooldownSeconds: number | string;
  readonly maxPerMachinePerDay: number | string;
}

/** What the API is sent. An empty input is no number, and the controller refuses it. */
export function limitsPatch({ cooldownSeconds, maxPerMachinePerDay }: Limits): RecoverySettingsPatch {
  return { cooldownSeconds: toNumber(cooldownSeconds), maxPerMachinePerDay: toNumber(maxPerMachinePerDay) };
}

function toNumber(value: number | string): number {
  return typeof value === 'number' ? value : Number.NaN;
}

/** What is not filled in, in words for people: the API tells of types in JSON. */
export function missingLimits(limits: Limits): FieldProblems {
  return new Map(
    Object.entries(limits)
      .filter(([, value]) => typeof value !== 'number')
      .map(([field]) => [field, 'must be a number']),
  );
}

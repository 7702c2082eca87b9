import type { RecoverySettingsPatch } from '@twotwenty/contracts/recovery-settings';
import { z } from 'zod';
import type { FieldProblems } from '../../form/field-problems.js';
import type { DraftPlace } from '../../form/kept-draft.js';

const typedNumber = z.union([z.number(), z.string()]);
const limitsSchema = z.object({ cooldownSeconds: typedNumber, maxPerMachinePerDay: typedNumber });
/** As they are typed. */
export type Limits = Readonly<z.infer<typeof limitsSchema>>;

/** Where what is typed is kept. */
export const LIMITS_PLACE: DraftPlace<Limits> = { key: 'recovery-limits', schema: limitsSchema };

/** Fields that show what is wrong with them. */
export const LIMIT_FIELDS = ['cooldownSeconds', 'maxPerMachinePerDay'] as const;

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

import { z } from 'zod';
import { instantSchema, lineSchema } from './scalars.js';

/** Longest time between two repairs of a machine that can be asked for, seconds. */
const MAX_COOLDOWN_SECONDS = 7 * 86_400;
const MAX_PER_DAY = 1000;

const fields = {
  stopped: z.boolean().describe('The stop switch: while it is on, no repair begins, whatever raised it'),
  stopReason: lineSchema(0, 256).describe('Why, for the others'),
  cooldownSeconds: z
    .int()
    .min(0)
    .max(MAX_COOLDOWN_SECONDS, `must be 0 to ${MAX_COOLDOWN_SECONDS} seconds`)
    .describe('Shortest time between the beginnings of two repairs of one machine'),
  maxPerMachinePerDay: z
    .int()
    .min(1, `must be 1 to ${MAX_PER_DAY}`)
    .max(MAX_PER_DAY, `must be 1 to ${MAX_PER_DAY}`)
    .describe('Most repairs of one machine within 24 hours'),
};

/** The guard rails of all repairs. */
export const recoverySettingsSchema = z.strictObject({
  ...fields,
  version: z.int(),
  updatedAt: instantSchema,
  updatedBy: z.string().nullable(),
});
export type RecoverySettings = z.infer<typeof recoverySettingsSchema>;

export const recoverySettingsPatchSchema = z.strictObject(fields).partial();
export type RecoverySettingsPatch = z.infer<typeof recoverySettingsPatchSchema>;

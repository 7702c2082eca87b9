import type { RepairType } from '@twotwenty/domain/recovery/repair-types';
import { z } from 'zod';
import type { Settings } from '../secret.js';
import { externalProcessSettings } from './external-process.js';

const commonFields = {
  approval: z
    .boolean()
    .default(false)
    .describe('True: it waits until an administrator releases it. False: it is carried out by itself'),
};

const timeoutSeconds = z
  .int()
  .min(5, 'must be 5 to 900 seconds')
  .max(900, 'must be 5 to 900 seconds')
  .default(120)
  .describe('For connecting, acting and verifying together');

/** What is done stands in the type, where and as whom in the monitor. */
function machineRepairSettings() {
  return z.strictObject({ ...commonFields, timeoutSeconds });
}

/** A program that repairs. It gets the incident, the recovery parameters and, if wanted, the login on its standard input. */
function recoveryProgramSettings<S extends z.ZodType>(secret: S) {
  return externalProcessSettings(secret).safeExtend({
    ...commonFields,
    passCredential: z.boolean().default(false).describe('True: the program is given the login of the monitor'),
  });
}

/** What each type of repair needs; see `CHANNEL_SETTINGS`. */
export const REPAIR_SETTINGS = {
  'restart-services': machineRepairSettings,
  'reboot-server': machineRepairSettings,
  'recovery-program': recoveryProgramSettings,
} as const satisfies Readonly<Record<RepairType, (secret: z.ZodType) => z.ZodType<Settings>>>;

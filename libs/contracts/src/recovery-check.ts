import { RECOVERY_CODE_NAMES } from '@twotwenty/domain/recovery/recovery-codes';
import { z } from 'zod';
import { programFields } from './actions/external-process.js';
import { repairStepSchema } from './action-run.js';
import { pageQuerySchema } from './http.js';
import { recoveryFields, refineServices, RECOVERY_METHODS } from './recovery.js';
import { hostSchema, idSchema, instantSchema, lineSchema } from './scalars.js';

/** What is looked at; nothing is changed. */
export const RECOVERY_CHECKS = ['resolve', 'connection', 'services', 'program'] as const;
export type RecoveryCheckKind = (typeof RECOVERY_CHECKS)[number];

const connection = { ...recoveryFields, credentialId: idSchema };

/** What an administrator wants to know of a machine before it is ever repaired. */
export const recoveryCheckInputSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('resolve'), machine: hostSchema }).describe('Which addresses a name has'),
    z
      .strictObject({
        kind: z.literal('connection'),
        ...connection,
        task: z.enum(['restart-services', 'reboot-server']).default('restart-services'),
      })
      .superRefine(refineServices)
      .describe('Whether the log-in works and the account may do the task: a dry run'),
    z.strictObject({ kind: z.literal('services'), ...connection }).describe('Which services the machine has'),
    z
      .strictObject({ kind: z.literal('program'), ...programFields })
      .describe('Whether the evaluator may run a recovery program: a dry run'),
  ],
  { error: ({ code }) => (code === 'invalid_union' ? `must be one of ${RECOVERY_CHECKS.join(', ')}` : undefined) },
);
export type RecoveryCheckInput = z.infer<typeof recoveryCheckInputSchema>;

/** Most services that are listed. */
export const MAX_LISTED_SERVICES = 2000;

export const machineServiceSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  state: z.string().nullable().describe("In the machine's words"),
});

/** What came of it. Ask for it until it is not pending or running. */
export const recoveryCheckSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(RECOVERY_CHECKS),
  machine: z.string().nullable().describe('Null for a program'),
  method: z.enum(RECOVERY_METHODS).nullable(),
  state: z.enum(['pending', 'running', 'done', 'failed']),
  requestedBy: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  summary: z.string().nullable().describe('What was proven'),
  code: z.enum(RECOVERY_CODE_NAMES).nullable(),
  error: z.string().nullable(),
  lookAt: z.string().nullable(),
  addresses: z.array(z.string()),
  services: z.array(machineServiceSchema),
  steps: z.array(repairStepSchema),
  output: z.string(),
});
export type RecoveryCheck = z.infer<typeof recoveryCheckSchema>;

/** A machine to choose from. */
export const machineSchema = z.strictObject({
  name: z.string().describe('What `recovery.machine` takes'),
  source: z.enum(['device', 'recent']).describe('recent: another monitor names it for its repairs'),
  label: z.string().describe('Name of the device, or of the monitor that names it'),
});
export type Machine = z.infer<typeof machineSchema>;

export const machineQuerySchema = z.strictObject({
  q: lineSchema(1, 128).optional().describe('Part of a name or address, without regard to case'),
  limit: pageQuerySchema.shape.limit.default(50),
});
export type MachineQuery = z.infer<typeof machineQuerySchema>;

export const machinesSchema = z.strictObject({ items: z.array(machineSchema) });
export type Machines = z.infer<typeof machinesSchema>;

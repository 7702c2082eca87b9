import {
  nextOpenings,
  windowProblems,
  type MaintenanceWindow,
  type WindowOpening,
} from '@twotwenty/domain/alerting/maintenance';
import { MAINTENANCE_MODES } from '@twotwenty/domain/holds';
import { z } from 'zod';
import { assignmentSchema } from './assignment.js';
import { idSchema, instantSchema, nameSchema } from './scalars.js';

const onceSchema = z
  .strictObject({ kind: z.literal('once'), from: instantSchema, to: instantSchema })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { path: ['to'], message: 'must be after from' });

const wallTimeSchema = z.string().describe('By the clocks of the zone, such as 2026-01-05T22:00');

const recurringSchema = z
  .strictObject({
    kind: z.literal('recurring'),
    timeZone: z.string().describe('A zone of the IANA database, such as Europe/Berlin'),
    from: wallTimeSchema,
    to: wallTimeSchema,
    rule: z.string().describe('RFC 5545 §3.3.10, such as FREQ=MONTHLY;BYDAY=2TU'),
  })
  .superRefine((window, context) => {
    for (const { field, problem } of windowProblems(window)) {
      context.addIssue({ code: 'custom', path: [field], message: problem });
    }
  });

export const maintenanceWindowSchema = z.discriminatedUnion('kind', [onceSchema, recurringSchema]);

const modeSchema = z
  .enum(MAINTENANCE_MODES)
  .describe(
    '`stop`: no tests while it is open; `mute`: tests and results go on, nothing is decided and nobody is told',
  );

/** While a window is open, its monitors are under the hold `maintenance`. */
export const maintenanceInputSchema = z.strictObject({
  name: nameSchema,
  enabled: z.boolean().default(true),
  mode: modeSchema.default('stop'),
  window: maintenanceWindowSchema,
  assignment: assignmentSchema,
});
export type MaintenanceInput = z.infer<typeof maintenanceInputSchema>;

/** A change: a field that is named is replaced as a whole. */
export const maintenancePatchSchema = z
  .strictObject({ ...maintenanceInputSchema.shape, enabled: z.boolean(), mode: modeSchema })
  .partial();
export type MaintenancePatch = z.infer<typeof maintenancePatchSchema>;

/** Maintenance as it is read back. */
export const maintenanceSchema = z.strictObject({
  ...maintenanceInputSchema.shape,
  id: idSchema,
  openNow: z.boolean(),
  /** When it opens or closes next; null when it does not any more, and while it is not enabled. */
  nextChangeAt: instantSchema.nullable(),
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Maintenance = z.infer<typeof maintenanceSchema>;

/** A window as the domain takes it. Keep it: a recurring one is prepared once for each object. */
export function toDomainWindow(window: MaintenanceInput['window']): MaintenanceWindow {
  return window.kind === 'once' ? { ...window, from: new Date(window.from), to: new Date(window.to) } : window;
}

/** When a window that is being written would open next, at most `count` times; empty while something in it is not right. */
export function previewOpenings(written: unknown, after: Date, count: number): readonly WindowOpening[] {
  const window = maintenanceWindowSchema.safeParse(written);
  return window.success ? nextOpenings(toDomainWindow(window.data), after, count) : [];
}

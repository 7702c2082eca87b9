import { z } from 'zod';
import { instantSchema } from './scalars.js';

/** What lasts longer is not suspended but disabled. */
export const MAX_SUSPENSION_SECONDS = 366 * 24 * 3600;

const RANGE = `must be a whole number from 1 to ${MAX_SUSPENSION_SECONDS} seconds`;

/** How long a monitor is to be suspended: to a moment, or so many seconds from now by the clock of the database. */
export const suspensionInputSchema = z
  .strictObject({
    until: instantSchema.optional().describe('The end, at most 366 days ahead'),
    forSeconds: z.int(RANGE).min(1, RANGE).max(MAX_SUSPENSION_SECONDS, RANGE).optional(),
  })
  .refine(({ until, forSeconds }) => (until === undefined) !== (forSeconds === undefined), {
    path: ['until'],
    message: 'must be given, or forSeconds instead, and not both',
  });
export type SuspensionInput = z.infer<typeof suspensionInputSchema>;

/** What a suspension, or the end of one, came to for the monitors of a device. */
export const suspensionSchema = z.strictObject({
  /** Null when they are not suspended any more. */
  until: instantSchema.nullable(),
  /** How many monitors it is for. */
  monitors: z.int(),
});
export type Suspension = z.infer<typeof suspensionSchema>;

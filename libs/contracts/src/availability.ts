import { AVAILABILITY_HOURS } from '@twotwenty/domain/statistics/availability';
import { z } from 'zod';
import { instantSchema } from './scalars.js';

const shareSchema = z.number().min(0).max(1);

/** What can be said of one stretch of time up to now. */
export const availabilityWindowSchema = z.strictObject({
  hours: z.literal(AVAILABILITY_HOURS),
  from: instantSchema,
  availability: shareSchema
    .nullable()
    .describe('Share of the covered time in which the monitor was neither Down nor Lost; null when none is covered'),
  coverage: shareSchema.describe(
    'Share of the whole time that is covered by tests; holds, silence, and the time before the first verdict are not',
  ),
  coveredSeconds: z.number(),
  downtimeSeconds: z.number().describe('Covered time in which it was Down or Lost'),
  outages: z.int().describe('That lay in this time, also those that began before it or go on'),
});
export type AvailabilityWindow = z.infer<typeof availabilityWindowSchema>;

/** How available a monitor's server was, in stretches of time that all end now. */
export const availabilitySchema = z.strictObject({
  at: instantSchema,
  windows: z.array(availabilityWindowSchema).describe('The last 24 hours, 7, 30 and 90 days'),
});
export type Availability = z.infer<typeof availabilitySchema>;

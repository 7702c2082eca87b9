import { z } from 'zod';
import { deviceSchema } from './device.js';
import { deviceQuerySchema } from './http.js';

/** How many monitors of a device stand where; a hold hides the status. */
export const monitorCountsSchema = z.strictObject({
  total: z.int(),
  down: z.int(),
  lost: z.int(),
  warn: z.int(),
  uninitialized: z.int(),
  up: z.int(),
  held: z.int(),
});
export type MonitorCounts = z.infer<typeof monitorCountsSchema>;

/** A device with how its monitors stand. */
export const deviceSummarySchema = z.strictObject({ ...deviceSchema.shape, monitors: monitorCountsSchema });
export type DeviceSummary = z.infer<typeof deviceSummarySchema>;

export const DEVICE_SORTS = ['name', 'trouble'] as const;

export const deviceSummaryQuerySchema = deviceQuerySchema.extend({
  sort: z
    .enum(DEVICE_SORTS)
    .default('name')
    .describe('`trouble`: most monitors that are down or lost first, then most that are in warn, then by name'),
});
export type DeviceSummaryQuery = z.infer<typeof deviceSummaryQuerySchema>;

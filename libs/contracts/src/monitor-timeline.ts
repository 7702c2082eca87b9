import { z } from 'zod';
import { actionRunSchema } from './action-run.js';
import { eventSchema } from './history.js';
import { pageQuerySchema } from './http.js';
import { instantSchema } from './scalars.js';

/** What of a timeline is to be shown. */
export const TIMELINE_KINDS = ['state', 'alert', 'hold', 'no-verdict', 'notice', 'repair'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const monitorTimelineQuerySchema = pageQuerySchema.extend({
  kind: z
    .enum(TIMELINE_KINDS)
    .optional()
    .describe(
      'state: changes of state; alert: alerts raised, and recoveries; hold; no-verdict: tests without one; notice: who was told; repair: recovery actions',
    ),
});
export type MonitorTimelineQuery = z.infer<typeof monitorTimelineQuerySchema>;

/** What happened to a monitor, or what an action made of it. */
export const monitorTimelineEntrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('event'), at: instantSchema, event: eventSchema }),
  z.strictObject({
    type: z.literal('run'),
    at: instantSchema.describe('Of what it tells; when it was begun stands in the run'),
    run: actionRunSchema,
  }),
]);
export type MonitorTimelineEntry = z.infer<typeof monitorTimelineEntrySchema>;

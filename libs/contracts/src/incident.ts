import { z } from 'zod';
import { actionRunDetailSchema } from './action-run.js';
import { eventSchema } from './history.js';
import { pageQuerySchema } from './http.js';
import { idSchema, instantSchema } from './scalars.js';

/** An outage that raised at least one alert. */
export const incidentSchema = z.strictObject({
  id: idSchema,
  monitorId: idSchema,
  monitorName: z.string(),
  startedAt: instantSchema.describe('Of the first test that failed'),
  endedAt: instantSchema.nullable(),
  ending: z.enum(['recovered', 'interrupted']).nullable().describe('interrupted: by a hold, so that nobody was told'),
  alerts: z.int().describe('Raised so far'),
  repairs: z.int().describe('That were planned, skipped ones included'),
});
export type Incident = z.infer<typeof incidentSchema>;

export const incidentQuerySchema = pageQuerySchema.extend({
  monitorId: idSchema.optional(),
  open: z.enum(['true', 'false']).optional().describe('true: those that go on; false: those that are over'),
});
export type IncidentQuery = z.infer<typeof incidentQuerySchema>;

/** What happened in an incident, and what was done about it. */
export const timelineEntrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('event'), at: instantSchema, event: eventSchema }),
  z.strictObject({
    type: z.literal('run'),
    at: instantSchema.describe('When it was begun, or else planned'),
    run: actionRunDetailSchema,
  }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** Most entries of one timeline; the rest is found in the lists of events and runs. */
export const MAX_TIMELINE_ENTRIES = 1000;

export const timelineSchema = z.strictObject({
  incident: incidentSchema,
  entries: z.array(timelineEntrySchema).describe('Oldest first'),
  isComplete: z.boolean().describe(`False when there are more than ${MAX_TIMELINE_ENTRIES} entries`),
});
export type Timeline = z.infer<typeof timelineSchema>;

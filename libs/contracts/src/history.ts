import { PHASES } from '@twotwenty/domain/probe';
import { HOLDS, STATUSES } from '@twotwenty/domain/status';
import { VOTE_KINDS } from '@twotwenty/domain/votes';
import { z } from 'zod';
import { replyPermanenceSchema } from './monitor.js';
import { sessionRecordSchema, timingsSchema, tlsReportSchema } from './probe-session.js';
import { idSchema, instantSchema, siteNameSchema } from './scalars.js';

const eventBase = {
  id: z.string(),
  monitorId: idSchema,
  at: instantSchema,
  /** The number of the test that caused it; null when no test did (holds). */
  testNumber: z.int().nullable(),
  reason: z.string().nullable(),
  votes: z
    .record(siteNameSchema, z.enum(VOTE_KINDS))
    .nullable()
    .describe(
      'Who said what in the test: `missing` has not reported, `suspect` was in trouble itself, so that its report does not count; null when no test caused it',
    ),
};
const incidentId = idSchema;

/** Something that happened to a monitor, newest facts last in time and first in lists. */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...eventBase, type: z.literal('state-changed'), from: z.enum(STATUSES), to: z.enum(STATUSES) }),
  z.strictObject({ ...eventBase, type: z.literal('alert-raised'), number: z.int(), failures: z.int(), incidentId }),
  z.strictObject({ ...eventBase, type: z.literal('recovered'), alerts: z.int(), incidentId }),
  z.strictObject({ ...eventBase, type: z.literal('test-unknown') }),
  z.strictObject({ ...eventBase, type: z.literal('hold-began'), hold: z.enum(HOLDS) }),
  z.strictObject({ ...eventBase, type: z.literal('hold-ended'), hold: z.enum(HOLDS) }),
]);
export type MonitorEvent = z.infer<typeof eventSchema>;
export const EVENT_TYPES = eventSchema.options.map((option) => option.shape.type.value);

/** One site's session for one test. */
export const resultSchema = z.strictObject({
  at: instantSchema,
  testNumber: z.int(),
  site: siteNameSchema,
  passed: z.boolean(),
  suspect: z
    .boolean()
    .describe(
      'The site itself was in trouble: nearly everything failed there, or it did not hear its queue. This did not count as a vote',
    ),
  phase: z.enum(PHASES).nullable(),
  code: z.string().nullable(),
  replyCode: z.int().nullable(),
  replyPermanence: replyPermanenceSchema,
  timings: timingsSchema,
  /** Kept for failures, anomalies and forced tests; `message` says why the probe failed. */
  detail: z
    .strictObject({ ...sessionRecordSchema.shape, tls: tlsReportSchema.nullable(), message: z.string().nullable() })
    .nullable(),
});
export type Result = z.infer<typeof resultSchema>;

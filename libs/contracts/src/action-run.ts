import { NOTICE_KINDS } from '@twotwenty/domain/alerting/alert';
import { SKIP_CODES } from '@twotwenty/domain/alerting/plan-notices';
import { z } from 'zod';
import { pageQuerySchema } from './http.js';
import { idSchema, instantSchema } from './scalars.js';

/** `pending` also while it is tried again; `failed` when it is not tried any more. */
export const RUN_STATES = ['pending', 'delivered', 'failed', 'skipped'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What runs are for: an alert, a recovery, or the trial of an action. */
export const RUN_KINDS = [...NOTICE_KINDS, 'test'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** What one action made of one notice. */
export const actionRunSchema = z.strictObject({
  id: idSchema,
  monitorId: idSchema.nullable().describe('Null for a trial'),
  incidentId: idSchema.nullable().describe('Null for a trial'),
  alertId: idSchema,
  alertName: z.string().describe('As it was then: the alert may have been renamed or removed'),
  actionId: idSchema,
  actionType: z.string(),
  kind: z.enum(RUN_KINDS),
  alertNumber: z.int().describe('Of the alert in its incident; for a recovery how many were raised; 0 for a trial'),
  state: z.enum(RUN_STATES),
  skip: z.strictObject({ code: z.enum(SKIP_CODES), message: z.string() }).nullable(),
  standsInForActionId: idSchema
    .nullable()
    .describe('The action that could not be done, if this one was run in its place'),
  attempts: z.int(),
  nextAttemptAt: instantSchema.nullable().describe('Null unless it is pending'),
  error: z.string().nullable().describe('Of the last attempt'),
  response: z.string().nullable().describe('What the receiver answered last'),
  idempotencyKey: z
    .string()
    .nullable()
    .describe('The same on every attempt: receivers know a repetition by it. Null until it is decided'),
  groupSize: z.int().describe('How many notices are told together with this one, itself included'),
  createdAt: instantSchema,
  startedAt: instantSchema
    .nullable()
    .describe('When the first attempt began since it was planned, or since somebody had it tried again'),
  finishedAt: instantSchema.nullable(),
  durationMs: z.int().nullable().describe('Of the last attempt'),
});
export type ActionRun = z.infer<typeof actionRunSchema>;

export const actionRunQuerySchema = pageQuerySchema.extend({
  state: z.enum(RUN_STATES).optional(),
  kind: z.enum(RUN_KINDS).optional(),
  alertId: idSchema.optional(),
  actionId: idSchema.optional(),
  incidentId: idSchema.optional(),
  monitorId: idSchema.optional(),
});
export type ActionRunQuery = z.infer<typeof actionRunQuerySchema>;

/** Which of the runs that failed are to be tried again. */
export const retryInputSchema = z
  .strictObject({ alertId: idSchema.optional(), actionId: idSchema.optional() })
  .refine(({ alertId, actionId }) => alertId !== undefined || actionId !== undefined, 'must name alertId or actionId');
export type RetryInput = z.infer<typeof retryInputSchema>;

export const retriedSchema = z.strictObject({ retried: z.int() });
export type Retried = z.infer<typeof retriedSchema>;

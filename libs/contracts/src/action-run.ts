import { NOTICE_KINDS } from '@twotwenty/domain/alerting/notice-kinds';
import { SKIP_CODES } from '@twotwenty/domain/alerting/plan-notices';
import { RECOVERY_CODE_NAMES } from '@twotwenty/domain/recovery/recovery-codes';
import { z } from 'zod';
import { pageQuerySchema } from './http.js';
import { RECOVERY_METHODS } from './recovery.js';
import { idSchema, instantSchema, siteNameSchema } from './scalars.js';

/** What tells somebody is `pending` also while it is tried again, and `failed` when it is not tried any more. */
const NOTICE_STATES = ['pending', 'delivered', 'failed', 'skipped'] as const;

/**
 * A repair waits for its release where the action asks for that, then it is `ready`, and `running` once it was begun: it
 * is begun once. `refused`: something it needs is missing, nothing was tried. `failed`: it was tried, and it is known that it
 * was not completed. `unknown`: the machine was asked, and nobody knows what became of it.
 */
const REPAIR_STATES = ['awaiting-approval', 'ready', 'running', 'done', 'refused', 'unknown'] as const;

export const RUN_STATES = [...NOTICE_STATES, ...REPAIR_STATES] as const;
export type RunState = (typeof RUN_STATES)[number];

/** From which states a person may have a repair carried out again. */
export const REPAIR_ENDINGS_TO_RETRY = ['failed', 'refused', 'unknown'] as const satisfies readonly RunState[];

/** What runs are for: an alert, a recovery, what happened to a site, or the trial of an action. */
export const RUN_KINDS = [...NOTICE_KINDS, 'test'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** How much of what a repair printed is kept, octets; its end. */
export const MAX_REPAIR_OUTPUT_BYTES = 65_536;

/** What a repair did, step by step. */
export const repairStepSchema = z.strictObject({ at: instantSchema, text: z.string() });
export type RepairStep = z.infer<typeof repairStepSchema>;

/** What became of the monitor after a repair, by the tests that followed. */
export const repairEffectSchema = z.strictObject({
  outcome: z
    .enum(['answered', 'not-yet', 'interrupted'])
    .describe('answered: a test passed afterwards; not-yet: none so far; interrupted: the outage ended otherwise'),
  at: instantSchema.nullable().describe('When the outage ended; null while it goes on'),
  failedTests: z
    .int()
    .describe('Sessions that failed between the repair and then; 0 where the monitor stores no statistics'),
  /** From the first session after the repair that reached no server, where results are stored. */
  wentAwayAt: instantSchema.nullable().describe('When the machine was first found to be away; null if it never was'),
  cameBackAt: instantSchema.nullable().describe('When it was reached again after that'),
});
export type RepairEffect = z.infer<typeof repairEffectSchema>;

/** What is known of a repair besides its run. */
export const repairDetailSchema = z.strictObject({
  machine: z.string().nullable().describe('Null until it was begun'),
  addresses: z.array(z.string()),
  port: z.int().nullable(),
  method: z.enum(RECOVERY_METHODS).nullable(),
  credentialId: idSchema.nullable(),
  services: z.array(z.string()),
  code: z.enum(RECOVERY_CODE_NAMES).nullable().describe('Why it was refused, failed, or is unknown'),
  lookAt: z.string().nullable().describe('What to look at first'),
  exitStatus: z.int().nullable(),
  releasedBy: z.string().nullable().describe('Who released it, declined it, or had it carried out again'),
  actedAt: instantSchema.nullable().describe('When the machine was asked to change something; null if it never was'),
  steps: z.array(repairStepSchema),
  output: z.string().describe('The end of what was printed, at most 64 KiB'),
  effect: repairEffectSchema.nullable().describe('Null when nothing was done'),
});
export type RepairDetail = z.infer<typeof repairDetailSchema>;

/** What one action made of one notice. */
export const actionRunSchema = z.strictObject({
  id: idSchema,
  monitorId: idSchema.nullable().describe('Null for a trial, and for what is told of a site'),
  monitorName: z.string().nullable().describe('Null where monitorId is'),
  site: siteNameSchema.nullable().describe('The site that is told of; null for anything else'),
  incidentId: idSchema.nullable().describe('Null for a trial, and for what is told of a site'),
  alertId: idSchema,
  alertName: z.string().describe('As it was then: the alert may have been renamed or removed'),
  actionId: idSchema,
  actionType: z.string(),
  kind: z.enum(RUN_KINDS),
  alertNumber: z
    .int()
    .describe('Of the alert in its incident; for a recovery how many were raised; 1 for a site, 0 for a trial'),
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
  isRepair: z.boolean(),
});
export type ActionRun = z.infer<typeof actionRunSchema>;

/** A run with all that is known of it. */
export const actionRunDetailSchema = z.strictObject({
  ...actionRunSchema.shape,
  repair: repairDetailSchema.nullable().describe('Null for what tells somebody'),
});
export type ActionRunDetail = z.infer<typeof actionRunDetailSchema>;

/** The failed notices of one alert. */
const failedOfAlertSchema = z.strictObject({
  alertId: idSchema,
  alertName: z.string().describe('The newest under which it failed: the alert may have been renamed or removed'),
  count: z.int(),
});
export type FailedOfAlert = z.infer<typeof failedOfAlertSchema>;

/** What of the runs waits for a person. */
export const attentionSchema = z.strictObject({
  failedNotices: z
    .strictObject({
      count: z.int(),
      oldestAt: instantSchema.nullable().describe('When the oldest of them was planned; null when there are none'),
      alerts: z.array(failedOfAlertSchema).describe('The alert with most of them first'),
    })
    .describe('Notices that are not tried any more: they reached nobody. Without trials and repairs'),
  waitingRepairs: z.int().describe('Repairs that wait until somebody releases them'),
});
export type Attention = z.infer<typeof attentionSchema>;

export const actionRunQuerySchema = pageQuerySchema.extend({
  state: z.enum(RUN_STATES).optional(),
  kind: z.enum(RUN_KINDS).optional(),
  alertId: idSchema.optional(),
  actionId: idSchema.optional(),
  incidentId: idSchema.optional(),
  monitorId: idSchema.optional(),
  site: siteNameSchema.optional(),
});
export type ActionRunQuery = z.infer<typeof actionRunQuerySchema>;

/** Which of the runs that failed are to be tried again. */
export const retryInputSchema = z
  .strictObject({ alertId: idSchema.optional(), actionId: idSchema.optional() })
  .refine(({ alertId, actionId }) => alertId !== undefined || actionId !== undefined, 'must name alertId or actionId');
export type RetryInput = z.infer<typeof retryInputSchema>;

export const retriedSchema = z.strictObject({ retried: z.int() });
export type Retried = z.infer<typeof retriedSchema>;

import { NOTICE_KINDS } from '@twotwenty/domain/alerting/notice-kinds';
import { SKIP_CODES } from '@twotwenty/domain/alerting/plan-notices';
import { STATUSES } from '@twotwenty/domain/status';
import { z } from 'zod';
import { VERDICTS } from './monitor.js';
import { idSchema, instantSchema, secondsSchema } from './scalars.js';

const MAX_OUTAGE_SECONDS = 31 * 24 * 3600;

/** An outage that a client wants played through for a monitor. */
export const downtimeInputSchema = z.strictObject({
  // What follows the outage must still be an instant with a year of four digits.
  startsAt: instantSchema.refine((text) => !text.startsWith('9999-'), 'must be before the year 9999'),
  lengthSeconds: secondsSchema(0, MAX_OUTAGE_SECONDS),
  testDurationSeconds: secondsSchema(0, 300).default(0),
});
export type DowntimeInput = z.infer<typeof downtimeInputSchema>;

const plannedRunSchema = z.strictObject({
  alertId: idSchema,
  actionId: idSchema,
  kind: z.enum(NOTICE_KINDS),
  alertNumber: z.int(),
  decision: z.enum(['send', 'skip']),
  reason: z.strictObject({ code: z.enum(SKIP_CODES), message: z.string() }).nullable(),
});

/** Every test of the outage, and who is told what by it. */
export const downtimeSchema = z.strictObject({
  tests: z.array(
    z.strictObject({
      number: z.int(),
      startedAt: instantSchema,
      decidedAt: instantSchema,
      verdict: z.enum(VERDICTS),
      stateAfter: z.enum(STATUSES),
      failures: z.int(),
      /** The number of the alert that was raised, if one was. */
      alertNumber: z.int().nullable(),
      recovered: z.boolean(),
      notices: z.array(plannedRunSchema),
      nextInSeconds: z.number(),
    }),
  ),
  /** Says why it ends before the recovery; null when it doesn't. */
  problem: z.string().nullable(),
});
export type DowntimeView = z.infer<typeof downtimeSchema>;

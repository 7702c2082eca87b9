import { z } from 'zod';
import { resultSchema } from './history.js';
import { idSchema, instantSchema, siteNameSchema } from './scalars.js';
import { maxTestDurationSchema } from './monitor.js';
import { targetInputSchema, targetSchema } from './target.js';

/** Settings of a monitor that somebody wants to try before saving them. */
export const probeCheckInputSchema = z.strictObject({
  site: siteNameSchema.describe('The site from which is probed'),
  target: targetInputSchema,
  maxTestDurationSeconds: maxTestDurationSchema,
});
export type ProbeCheckInput = z.infer<typeof probeCheckInputSchema>;

/** Why a worker has not probed: the turn at a busy address did not come in time; or what its log says. */
export const NOT_PROBED_REASONS = ['address-busy', 'unexpected'] as const;
export type NotProbedReason = (typeof NOT_PROBED_REASONS)[number];

/** Why there is no result. `no-answer`: no worker reported in time; `queue-away`: no worker was asked. */
export const PROBE_CHECK_CODES = [...NOT_PROBED_REASONS, 'no-answer', 'queue-away'] as const;
export type ProbeCheckCode = (typeof PROBE_CHECK_CODES)[number];

/** What the session showed, in the form of a monitor's results. */
export const probeCheckResultSchema = resultSchema.omit({ at: true, testNumber: true, site: true });
export type ProbeCheckResult = z.infer<typeof probeCheckResultSchema>;

/** What came of it. Ask for it until it is not pending. */
export const probeCheckSchema = z.strictObject({
  id: idSchema,
  site: siteNameSchema,
  target: targetSchema,
  maxTestDurationSeconds: z.number(),
  state: z
    .enum(['pending', 'done', 'failed'])
    .describe('done: the server was probed, see `result`, which may be a failed test; failed: it was not, see `error`'),
  requestedBy: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema.describe('When nothing is waited for any more'),
  finishedAt: instantSchema.nullable(),
  code: z.enum(PROBE_CHECK_CODES).nullable(),
  error: z.string().nullable().describe('Why the server was not probed, and what to do about it'),
  result: probeCheckResultSchema.nullable(),
});
export type ProbeCheck = z.infer<typeof probeCheckSchema>;

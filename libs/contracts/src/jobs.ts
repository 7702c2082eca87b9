import { z } from 'zod';
import { MAX_DELIVERIES_PER_JOB, MAX_PROBES_PER_JOB, MAX_RESULTS_PER_MESSAGE } from './limits.js';
import { NOT_PROBED_REASONS } from './probe-check.js';
import { findingSchema, sessionRecordSchema, timingsSchema, tlsReportSchema } from './probe-session.js';
import { idSchema } from './scalars.js';
import { targetSchema } from './target.js';

/** Milliseconds since 1970 by the clock of the queue, which producers and consumers both can ask. */
const clockMs = z.int().positive();

/** One probe: what a site is to do for one test. `monitor` is the monitor's internal key. */
export const probeOrderSchema = z.strictObject({
  monitor: z.int32().positive(),
  test: z.int32().positive(),
  target: targetSchema,
  maxTestDurationMs: z.int().positive(),
  /** After this a probe is not begun any more: it could not report in time. */
  expiresAtMs: clockMs,
  /** When the monitor is due: not earlier is it probed; the worker reports how late it connected. */
  dueAtMs: clockMs,
  /** Keep the transcript even if the probe passes. */
  keepTranscript: z.boolean(),
  /** The monitor was Up when the test began: a failure by the network is news, and may be this site's own. */
  well: z.boolean().default(false),
  /** For how long a report that says nothing new may wait for others. */
  reportWithinMs: z.int().min(0).max(10_000).default(0),
});
export type ProbeOrder = z.infer<typeof probeOrderSchema>;

/**
 * A probe that somebody asked for to try settings before they are saved. It belongs to no monitor, so what comes of it is
 * never a vote.
 */
export const checkOrderSchema = z.strictObject({
  check: idSchema,
  target: targetSchema,
  maxTestDurationMs: z.int().positive(),
  /** After this a probe is not begun any more: it could not report in time. */
  expiresAtMs: clockMs,
});
export type CheckOrder = z.infer<typeof checkOrderSchema>;

/** Orders and reports for those who try settings stand among the others; this tells them apart before they are parsed. */
export function concernsCheck(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'check' in item;
}

/** A job of a queue `probe.<site>`. Each order is parsed by itself: a malformed one stops no other. */
export const probeJobSchema = z.strictObject({ orders: z.array(z.unknown()).min(1).max(MAX_PROBES_PER_JOB) });
export interface ProbeJob {
  readonly orders: readonly (ProbeOrder | CheckOrder)[];
}

/** What one session showed, whatever it was for. */
const sessionFields = {
  passed: z.boolean(),
  /** This worker was itself in trouble: nearly everything failed that it looked at, or its queue was silent. It says nothing about the target. */
  suspect: z.boolean().default(false),
  failure: findingSchema.nullable(),
  replyCode: z.int().min(0).max(999).nullable(),
  timings: timingsSchema,
  /** Of every completed handshake, so that the certificate in use is known also while all is well. */
  tls: tlsReportSchema.nullable(),
  /** Sent for failures, anomalies and where the order asked for it. */
  detail: sessionRecordSchema.nullable(),
};

export const sessionReportSchema = z.strictObject(sessionFields);
export type SessionReport = z.infer<typeof sessionReportSchema>;

export const probeReportSchema = z.strictObject({
  monitor: z.int32().positive(),
  test: z.int32().positive(),
  ...sessionFields,
  /** Milliseconds from the moment the monitor was due to the beginning of the probe. */
  latenessMs: z.number(),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;

/** What came of trying settings: the session, or why there was none. */
export const checkReportSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ check: idSchema, outcome: z.literal('probed'), session: sessionReportSchema }),
  z.strictObject({ check: idSchema, outcome: z.literal('not-probed'), reason: z.enum(NOT_PROBED_REASONS) }),
]);
export type CheckReport = z.infer<typeof checkReportSchema>;

/**
 * A message of a queue `results.<site>`: what one worker saw. Each report is parsed by itself. The site is that of the queue:
 * what a message said of it would have to be believed.
 */
export const resultsMessageSchema = z.strictObject({
  reports: z.array(z.unknown()).min(1).max(MAX_RESULTS_PER_MESSAGE),
});
export interface ResultsMessage {
  readonly reports: readonly (ProbeReport | CheckReport)[];
}

/** A job of the queue `actions`: deliveries that are due, by id alone. What is told to whom stands in the database. */
export const deliveryJobSchema = z.strictObject({
  deliveryIds: z.array(idSchema).min(1).max(MAX_DELIVERIES_PER_JOB),
});
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

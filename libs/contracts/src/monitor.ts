import { PERMANENCES } from '@twotwenty/domain/permanence';
import { PHASES } from '@twotwenty/domain/probe';
import { HOLDS, STATUSES } from '@twotwenty/domain/status';
import { MISSING_REASONS, type MissingReason } from '@twotwenty/domain/votes';
import { z } from 'zod';
import {
  idSchema,
  instantSchema,
  nameSchema,
  secondsSchema,
  siteNameSchema,
  tagSchema,
  uniqueList,
} from './scalars.js';
import { recoverySchema } from './recovery.js';
import { targetInputSchema, targetPatchSchema, targetSchema } from './target.js';

const MAX_DELAY_SECONDS = 7 * 24 * 3600;
const MAX_TEST_DURATION_SECONDS = 300;

const delaySchema = secondsSchema(0.5, MAX_DELAY_SECONDS);

/** How long a test may take. */
export const maxTestDurationSchema = secondsSchema(0.1, MAX_TEST_DURATION_SECONDS).default(30);

export const timingSchema = z.strictObject({
  maxTestDurationSeconds: maxTestDurationSchema,
  delaySeconds: z
    .strictObject({
      up: delaySchema.default(300),
      warn: delaySchema.default(60),
      down: delaySchema.default(120),
      lost: delaySchema.default(300),
    })
    .prefault({}),
});

const countSchema = z.int().min(1, 'must be 1 to 1000').max(1000, 'must be 1 to 1000');

export const notificationSchema = z.strictObject({
  failuresPerAlert: countSchema.default(3),
  maxAlerts: countSchema.default(3),
});

const dependsOnSchema = uniqueList(idSchema, 0, 32).describe(
  'Monitors without which this one can not be reached, such as its router: while one of them is out, a failure raises no alert',
);
const sitesSchema = uniqueList(siteNameSchema, 1, 64);
const sitesToFailSchema = z.int().min(1).max(64).nullable();
const confirmFromSchema = siteNameSchema
  .nullable()
  .describe(
    'A site that must confirm a failure while the monitor is Up or Warn: what it sees pass has not failed; without its word within the time of a test the other sites decide',
  );
const votingSchema = z.object({ sites: sitesSchema, sitesToFail: z.int().min(1) });

/** False when more sites must fail than are asked. Says nothing while either field is wrong by itself. */
function sitesSuffice(monitor: unknown): boolean {
  const voting = votingSchema.safeParse(monitor);
  return !voting.success || voting.data.sitesToFail <= voting.data.sites.length;
}

/** False when a site is to confirm what it has seen itself. Says nothing while either field is wrong by itself. */
function confirmsForOthers(monitor: unknown): boolean {
  const asked = z.object({ sites: sitesSchema, confirmFrom: siteNameSchema }).safeParse(monitor);
  return !asked.success || !asked.data.sites.includes(asked.data.confirmFrom);
}

const inputFields = z.strictObject({
  deviceId: idSchema,
  name: nameSchema,
  enabled: z.boolean().default(true),
  storeStatistics: z.boolean().default(true),
  target: targetInputSchema,
  timing: timingSchema.prefault({}),
  notification: notificationSchema.prefault({}),
  recovery: recoverySchema.nullable().default(null),
  sites: sitesSchema.default(['default']),
  sitesToFail: sitesToFailSchema.default(null),
  confirmFrom: confirmFromSchema.default(null),
  tags: uniqueList(tagSchema, 0, 32).default([]),
  dependsOn: dependsOnSchema.default([]),
});

/** What a client writes to create a monitor. */
export const monitorInputSchema = inputFields
  .refine(sitesSuffice, {
    path: ['sitesToFail'],
    message: 'must not be more than the number of sites',
    // Also while another field is wrong, so that one answer names everything.
    when: () => true,
  })
  .refine(confirmsForOthers, {
    path: ['confirmFrom'],
    message: 'must be none of the sites, which have said what they saw',
    when: () => true,
  });
export type MonitorInput = z.infer<typeof monitorInputSchema>;

/** A change: only the fields that are named change; objects inside are changed field by field too. No defaults here. */
export const monitorPatchSchema = z
  .strictObject({
    deviceId: idSchema,
    name: nameSchema,
    enabled: z.boolean(),
    storeStatistics: z.boolean(),
    target: targetPatchSchema,
    timing: z
      .strictObject({
        maxTestDurationSeconds: secondsSchema(0.1, MAX_TEST_DURATION_SECONDS),
        delaySeconds: z
          .strictObject({ up: delaySchema, warn: delaySchema, down: delaySchema, lost: delaySchema })
          .partial(),
      })
      .partial(),
    notification: z
      .strictObject({ failuresPerAlert: z.int().min(1).max(1000), maxAlerts: z.int().min(1).max(1000) })
      .partial(),
    recovery: recoverySchema.nullable(),
    sites: sitesSchema,
    sitesToFail: sitesToFailSchema,
    confirmFrom: confirmFromSchema,
    tags: uniqueList(tagSchema, 0, 32),
    dependsOn: dependsOnSchema,
  })
  .partial();
export type MonitorPatch = z.infer<typeof monitorPatchSchema>;

/** Also in results. */
export const replyPermanenceSchema = z
  .enum(PERMANENCES)
  .nullable()
  .describe(
    'What `replyCode` says about trying again (RFC 5321 section 4.2.1): a 4yz is temporary, a 5yz permanent; null for any other code and without a reply',
  );

/** One site's part in a test, as people read it. */
export const siteVoteSchema = z.strictObject({
  passed: z.boolean(),
  missing: z
    .enum(MISSING_REASONS)
    .nullable()
    .describe(
      'Why this vote counts as missing, whatever the site saw; null for a vote that counts. `site-suspect`: the site itself was in trouble, as nearly everything failed there, or it did not hear its queue',
    ),
  phase: z.enum(PHASES).nullable(),
  code: z.string().max(64).nullable(),
  message: z.string().nullable(),
  replyCode: z.int().nullable(),
  replyPermanence: replyPermanenceSchema,
  totalMs: z.number(),
});
export type SiteVote = z.infer<typeof siteVoteSchema>;
/** What is stored of a vote; the rest follows from it. */
export type StoredVote = Omit<SiteVote, 'replyPermanence' | 'missing'> & {
  /** Left out of a vote that counts. */
  missing?: MissingReason;
};

export const VERDICTS = ['pass', 'fail', 'unknown'] as const;

export const lastTestSchema = z.strictObject({
  number: z.int(),
  at: instantSchema,
  verdict: z.enum(VERDICTS),
  reason: z.string().nullable(),
  votes: z.record(siteNameSchema, siteVoteSchema),
});
export type LastTest = z.infer<typeof lastTestSchema>;
export type StoredLastTest = Omit<LastTest, 'votes'> & { votes: Record<string, StoredVote> };

/** Why a monitor has no data: nothing is known of its server now, and its state is the last that was known. */
export const NO_DATA_REASONS = ['sites-lost'] as const;

export const monitorStateSchema = z.strictObject({
  status: z.enum(STATUSES),
  since: instantSchema,
  failures: z.int(),
  alerts: z.int(),
  hold: z.enum(HOLDS).nullable(),
  /** When a suspension ends by itself; null under any other hold. */
  holdUntil: instantSchema.nullable(),
  lastTest: lastTestSchema.nullable(),
  nextTestAt: instantSchema.nullable(),
  noData: z.boolean().describe('True while nobody is there to test it; its status is then the last that was known'),
  noDataReason: z.enum(NO_DATA_REASONS).nullable().describe('sites-lost: all of its sites are lost'),
});

/** A monitor as it is read back. */
export const monitorSchema = z.strictObject({
  ...inputFields.shape,
  target: targetSchema,
  id: idSchema,
  deviceName: z.string().describe('The name of its device'),
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  state: monitorStateSchema,
});
export type MonitorStateView = z.infer<typeof monitorStateSchema>;
export type Monitor = z.infer<typeof monitorSchema>;

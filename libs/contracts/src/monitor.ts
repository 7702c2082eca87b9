import { ADDRESS_FAMILIES, CERTIFICATE_POLICIES, PHASES, SECURITIES } from '@twotwenty/domain/probe';
import { HOLDS, STATUSES } from '@twotwenty/domain/status';
import { z } from 'zod';
import {
  ehloNameSchema,
  hostSchema,
  idSchema,
  instantSchema,
  lineSchema,
  nameSchema,
  portSchema,
  secondsSchema,
  siteNameSchema,
  tagSchema,
  uniqueList,
} from './scalars.js';

const MAX_DELAY_SECONDS = 7 * 24 * 3600;
const MAX_TEST_DURATION_SECONDS = 300;

const daysSchema = z.int('must be whole days').min(0, 'must be 0 to 3650 days').max(3650, 'must be 0 to 3650 days');

const tlsFields = {
  certificate: z.enum(CERTIFICATE_POLICIES),
  warnDays: daysSchema.nullable(),
  failDays: daysSchema.nullable(),
};

const tlsSchema = z.strictObject({
  certificate: tlsFields.certificate.default('require'),
  warnDays: tlsFields.warnDays.default(14),
  failDays: tlsFields.failDays.default(null),
});

const targetFields = {
  host: hostSchema,
  port: portSchema,
  security: z.enum(SECURITIES),
  addressFamily: z.enum(ADDRESS_FAMILIES),
  ehloName: ehloNameSchema.nullable(),
  strictQuit: z.boolean(),
};

export const targetSchema = z.strictObject({
  host: targetFields.host,
  port: targetFields.port.default(25),
  security: targetFields.security.default('none'),
  tls: tlsSchema.prefault({}),
  addressFamily: targetFields.addressFamily.default('any'),
  ehloName: targetFields.ehloName.default(null),
  strictQuit: targetFields.strictQuit.default(false),
});

const delaySchema = secondsSchema(0.5, MAX_DELAY_SECONDS);

export const timingSchema = z.strictObject({
  maxTestDurationSeconds: secondsSchema(0.1, MAX_TEST_DURATION_SECONDS).default(30),
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

export const RECOVERY_METHODS = ['ssh-systemd', 'ssh-windows', 'windows-rpc'] as const;

/** Where a recovery action would act. Stored with the monitor; the actions decide whether it suffices. */
export const recoverySchema = z.strictObject({
  machine: hostSchema,
  method: z.enum(RECOVERY_METHODS),
  credentialId: idSchema.nullable().default(null),
  services: uniqueList(lineSchema(1, 256), 0, 32).default([]),
});

const sitesSchema = uniqueList(siteNameSchema, 1, 64);
const sitesToFailSchema = z.int().min(1).max(64).nullable();
const votingSchema = z.object({ sites: sitesSchema, sitesToFail: z.int().min(1) });

/** False when more sites must fail than are asked. Says nothing while either field is wrong by itself. */
function sitesSuffice(monitor: unknown): boolean {
  const voting = votingSchema.safeParse(monitor);
  return !voting.success || voting.data.sitesToFail <= voting.data.sites.length;
}

const inputFields = z.strictObject({
  deviceId: idSchema,
  name: nameSchema,
  enabled: z.boolean().default(true),
  storeStatistics: z.boolean().default(true),
  target: targetSchema,
  timing: timingSchema.prefault({}),
  notification: notificationSchema.prefault({}),
  recovery: recoverySchema.nullable().default(null),
  sites: sitesSchema.default(['default']),
  sitesToFail: sitesToFailSchema.default(null),
  tags: uniqueList(tagSchema, 0, 32).default([]),
});

/** What a client writes to create a monitor. */
export const monitorInputSchema = inputFields.refine(sitesSuffice, {
  path: ['sitesToFail'],
  message: 'must not be more than the number of sites',
  // Also while another field is wrong, so that one answer names everything.
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
    target: z.strictObject({ ...targetFields, tls: z.strictObject(tlsFields).partial() }).partial(),
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
    tags: uniqueList(tagSchema, 0, 32),
  })
  .partial();
export type MonitorPatch = z.infer<typeof monitorPatchSchema>;

/** One site's part in a test, as people read it. */
export const siteVoteSchema = z.strictObject({
  passed: z.boolean(),
  phase: z.enum(PHASES).nullable(),
  code: z.string().max(64).nullable(),
  message: z.string().nullable(),
  replyCode: z.int().nullable(),
  totalMs: z.number(),
});
export type SiteVote = z.infer<typeof siteVoteSchema>;

export const VERDICTS = ['pass', 'fail', 'unknown'] as const;

export const lastTestSchema = z.strictObject({
  number: z.int(),
  at: instantSchema,
  verdict: z.enum(VERDICTS),
  reason: z.string().nullable(),
  votes: z.record(siteNameSchema, siteVoteSchema),
});
export type LastTest = z.infer<typeof lastTestSchema>;

export const monitorStateSchema = z.strictObject({
  status: z.enum(STATUSES),
  since: instantSchema,
  failures: z.int(),
  alerts: z.int(),
  hold: z.enum(HOLDS).nullable(),
  lastTest: lastTestSchema.nullable(),
  nextTestAt: instantSchema.nullable(),
});

/** A monitor as it is read back. */
export const monitorSchema = z.strictObject({
  ...inputFields.shape,
  id: idSchema,
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  state: monitorStateSchema,
});
export type MonitorStateView = z.infer<typeof monitorStateSchema>;
export type Monitor = z.infer<typeof monitorSchema>;

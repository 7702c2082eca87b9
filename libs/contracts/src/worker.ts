import { PORT_25_STATES } from '@twotwenty/domain/sites/port-25';
import { ADDRESS_SOURCES, EHLO_NAME_SOURCES } from '@twotwenty/domain/self-check';
import { z } from 'zod';
import { pageQuerySchema } from './http.js';
import { idSchema, instantSchema, printableSchema, siteNameSchema } from './scalars.js';

/** Something that mail servers may hold against a machine, and what to do about it. */
export const workerFindingSchema = z.strictObject({
  code: printableSchema(64),
  message: printableSchema(4096),
  fix: printableSchema(4096),
});

const dnsName = printableSchema(255);

/** How a machine that probes looks to mail servers, with advice. */
export const selfCheckSchema = z.strictObject({
  /** Null: an address literal is said. */
  ehloName: dnsName.nullable(),
  ehloNameSource: z.enum(EHLO_NAME_SOURCES),
  addresses: z
    .array(
      z.strictObject({
        address: printableSchema(64),
        source: z.enum(ADDRESS_SOURCES),
        ptrNames: z.array(dnsName).max(10).readonly(),
        confirmedNames: z.array(dnsName).max(10).readonly(),
        ehloNameMatches: z.boolean(),
        findings: z.array(workerFindingSchema).max(10).readonly(),
      }),
    )
    .max(16)
    .readonly(),
  findings: z.array(workerFindingSchema).max(10).readonly(),
  checkedAt: instantSchema,
});

/** How a worker is doing, by its own measure. */
export const workerHealthSchema = z.strictObject({
  cpuShare: z
    .number()
    .min(0)
    .describe('CPU time of the process since its last word, as a share of one core: 1 is all of it'),
  eventLoopDelayMs: z.number().min(0).describe('How late its timers were, 99th percentile since its last word'),
  latenessMs: z
    .strictObject({ p50: z.number(), p99: z.number() })
    .nullable()
    .describe(
      'From the moment monitors were due to the beginning of their probes, in the last minute; null without probes',
    ),
  waiting: z.int32().nonnegative().describe('Probes that wait in the process for a session'),
  port25: z
    .enum(PORT_25_STATES)
    .describe('Whether port 25 of public addresses is reached from there, by the tests of the last ten minutes'),
  connectionTable: z
    .strictObject({ entries: z.int().nonnegative(), limit: z.int().positive() })
    .nullable()
    .default(null)
    .describe('Connections that the kernel tracks there, and the most that it can; null where it has no table of them'),
});
export type WorkerHealth = z.infer<typeof workerHealthSchema>;

/** What makes a worker suspect: its own network rather than its targets seems to have failed. */
const suspicionSchema = z.strictObject({
  /** When the failures began, by the clock of its machine. */
  since: instantSchema,
  /** Hosts that fail, of those it looked at lately. */
  failing: z.int32().nonnegative(),
  targets: z.int32().nonnegative(),
});

const workerFields = {
  /** Of this run of the process: made at its start. */
  id: idSchema,
  hostname: printableSchema(255),
  version: printableSchema(32),
  /** By the clock of its machine. */
  startedAt: instantSchema,
  /** True for its last word: it takes no further jobs. */
  stopping: z.boolean(),
  /** SMTP sessions under way, and how many there may be. */
  sessions: z.int32().nonnegative(),
  maxSessions: z.int32().positive(),
  /** Null until the first check is done. */
  selfCheck: selfCheckSchema.nullable(),
  /** Null for a worker of a version that does not tell. */
  health: workerHealthSchema.nullable().default(null),
  /** Null while it is not suspect. What it sees fail by the network counts for nothing otherwise. */
  suspect: suspicionSchema.nullable().default(null),
};

/** A message of a queue `workers.<site>`: a worker of that site says that it is alive, and how it is. */
export const workerBeatSchema = z.strictObject({
  ...workerFields,
  /** Counts the beats of one run from 1: an older one never replaces a newer one. */
  sequence: z.int32().positive(),
});
export type WorkerBeat = z.infer<typeof workerBeatSchema>;

/** A worker as the API shows it. */
export const workerSchema = z.strictObject({
  ...workerFields,
  site: siteNameSchema,
  /** When it was heard of last, by the clock of the database. */
  lastSeenAt: instantSchema,
  /** True if it was heard of within the last minute and is not stopping. */
  live: z.boolean(),
});
export type Worker = z.infer<typeof workerSchema>;

export const workerQuerySchema = pageQuerySchema.extend({ site: siteNameSchema.optional() });
export type WorkerQuery = z.infer<typeof workerQuerySchema>;

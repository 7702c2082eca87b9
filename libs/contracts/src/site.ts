import { SITE_NOTICE_KINDS } from '@twotwenty/domain/alerting/notice-kinds';
import { z } from 'zod';
import { idSchema, instantSchema, nameSchema, siteNameSchema } from './scalars.js';
import { workerFindingSchema, workerSchema } from './worker.js';

/** A place from which is probed. Its name is its identity: workers join it by name, and queues are called after it. */
export const siteInputSchema = z.strictObject({
  name: siteNameSchema,
  description: nameSchema.nullable().default(null),
});
export type SiteInput = z.infer<typeof siteInputSchema>;

export const SITE_STATUSES = ['live', 'suspect', 'lost', 'new'] as const;
export type SiteStatus = (typeof SITE_STATUSES)[number];

/** Most workers that are shown of one site, in the list of all and by itself; `GET /workers?site=` lists all. */
export const MAX_WORKERS_OF_LISTED_SITE = 10;
export const MAX_WORKERS_OF_SITE = 100;

/** A worker as its site shows it. */
export const siteWorkerSchema = workerSchema
  .pick({
    id: true,
    hostname: true,
    version: true,
    startedAt: true,
    lastSeenAt: true,
    live: true,
    sessions: true,
    maxSessions: true,
    health: true,
  })
  .extend({
    advice: z
      .array(workerFindingSchema)
      .describe('What is wrong with how it reaches mail servers, and what to do about it'),
  });
export type SiteWorker = z.infer<typeof siteWorkerSchema>;

export const siteSchema = z.strictObject({
  ...siteInputSchema.shape,
  createdAt: instantSchema,
  status: z
    .enum(SITE_STATUSES)
    .describe(
      'As the evaluators have judged: lost, when no worker of it is heard of; suspect, when nearly everything fails there, so that its own network is to blame; new, when none was ever heard of and none was missed',
    ),
  lostSince: instantSchema.nullable().describe('When a worker was heard of last; null unless it is lost'),
  suspectSince: instantSchema
    .nullable()
    .describe(
      'Since when nearly everything fails there by the network: such votes count for nothing. Null unless it does',
    ),
  liveWorkers: z.int(),
  sessions: z.int().describe('SMTP sessions under way in all live workers'),
  maxSessions: z.int().describe('How many there may be'),
  versions: z.array(z.string()).describe('Of the live workers'),
  latenessMs: z
    .strictObject({ p50: z.number(), p99: z.number() })
    .nullable()
    .describe('Of the live worker that is latest, in the last minute; null where none has begun a probe'),
  backlog: z.int().nullable().describe('Jobs that wait for a worker; null when the queue does not answer'),
  backlogProblem: z.string().nullable().describe('Why the backlog is not known'),
  workers: z
    .array(siteWorkerSchema)
    .describe(
      `Heard of within the last day, live ones first: at most ${MAX_WORKERS_OF_LISTED_SITE} in the list of all sites, ${MAX_WORKERS_OF_SITE} of a single one`,
    ),
});
export type Site = z.infer<typeof siteSchema>;

/** Something that happened to a site. */
export const siteEventSchema = z.strictObject({
  id: z.string(),
  at: instantSchema,
  type: z.enum(SITE_NOTICE_KINDS),
  incidentId: idSchema.describe('Joins bad news to what takes it back'),
  reason: z.string().nullable(),
});
export type SiteEvent = z.infer<typeof siteEventSchema>;

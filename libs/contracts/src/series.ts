import { HOLDS } from '@twotwenty/domain/status';
import { z } from 'zod';
import { idSchema, instantSchema, siteNameSchema } from './scalars.js';

export const MAX_SERIES_POINTS = 1000;
const DEFAULT_SERIES_POINTS = 300;
/** The longest stretch of time at once. What is older than the results that are kept is merely empty. */
export const MAX_SERIES_DAYS = 366;

const POINTS_RANGE = `must be a whole number from 10 to ${MAX_SERIES_POINTS}`;

export const seriesQuerySchema = z.strictObject({
  from: instantSchema.optional().describe('24 hours before the end when left out'),
  to: instantSchema.optional().describe('Now when left out'),
  points: z.coerce
    .number(POINTS_RANGE)
    .int(POINTS_RANGE)
    .min(10, POINTS_RANGE)
    .max(MAX_SERIES_POINTS, POINTS_RANGE)
    .default(DEFAULT_SERIES_POINTS)
    .describe('About how many buckets at most'),
});
export type SeriesQuery = z.infer<typeof seriesQuerySchema>;

/** The parts of a session, in the order in which they follow each other; `other` is what is left of the total. */
export const SERIES_PHASES = ['dns', 'connect', 'tls', 'greeting', 'ehlo', 'quit', 'other'] as const;
export type SeriesPhase = (typeof SERIES_PHASES)[number];

const column = z.array(z.number().nullable());
const columns = z.strictObject({
  dns: column,
  connect: column,
  tls: column,
  greeting: column,
  ehlo: column,
  quit: column,
  other: column,
  total: column,
});

/** What one site saw. All columns are of the same length: one entry for each bucket in which the site reported. */
export const siteSeriesSchema = z.strictObject({
  site: siteNameSchema,
  bucket: z.array(z.int()).describe('The number of the bucket, 0 for the first'),
  count: z.array(z.int()).describe('Sessions'),
  failures: z.array(z.int()).describe('Those of them that failed'),
  mean: columns.describe('Milliseconds, of the sessions that passed; null where none did'),
  max: columns.describe('The same, the longest'),
});
export type SiteSeries = z.infer<typeof siteSeriesSchema>;

const intervalFields = { from: instantSchema, to: instantSchema };

/** Response times in buckets of one length, and what was the case meanwhile. */
export const seriesSchema = z.strictObject({
  monitorId: idSchema,
  from: instantSchema.describe('Of the first bucket, which may begin before what was asked for'),
  to: instantSchema.describe('The end of the last bucket'),
  bucketSeconds: z.int(),
  sites: z.array(siteSeriesSchema).describe('By name; suspect sessions are left out'),
  outages: z
    .array(z.strictObject(intervalFields))
    .describe('When the monitor was Down or Lost. Outages closer than a bucket come as one'),
  holds: z.array(z.strictObject({ ...intervalFields, hold: z.enum(HOLDS) })),
});
export type Series = z.infer<typeof seriesSchema>;

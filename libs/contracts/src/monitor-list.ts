import { STANDING_FILTERS, STANDINGS } from '@twotwenty/domain/standing';
import { z } from 'zod';
import { addressIdsSchema, addressList, pageQuerySchema, searchSchema } from './http.js';
import { idSchema, siteNameSchema, tagSchema } from './scalars.js';

const flagSchema = z.enum(['true', 'false']);

/** Which monitors; what is given must all be true of them. */
const filterFields = {
  q: searchSchema
    .optional()
    .describe('Part of the name, the host, a tag or the name of the device, without regard to case'),
  deviceId: idSchema.optional(),
  tag: tagSchema.optional().describe('Of the monitor or of its device'),
  site: siteNameSchema.optional().describe('A site that tests it'),
  enabled: flagSchema.optional(),
  noData: flagSchema.optional().describe('true: those that nobody is there to test; false: the others'),
};
const statusSchema = addressList(z.enum(STANDING_FILTERS), STANDING_FILTERS.length)
  .optional()
  .describe(
    'Statuses and holds, separated by commas: any of them. `trouble` is down, lost and warn; `held` is every hold; `noData` those that nobody is there to test',
  );

/**
 * `age` since they were created; `trouble` how bad the standing is, the worst and within it the newest change first; `since`
 * when the standing began; `lastTest` when the last test began; `responseTime` of the slowest site in it, before the first
 * test less than any; `device` the name of the device. What is equal is in a fixed order.
 */
export const MONITOR_SORTS = ['age', 'trouble', 'name', 'since', 'lastTest', 'responseTime', 'device'] as const;
export type MonitorSort = (typeof MONITOR_SORTS)[number];

export const monitorQuerySchema = pageQuerySchema.extend({
  ...filterFields,
  ids: addressIdsSchema.optional(),
  status: statusSchema,
  sort: z
    .enum(MONITOR_SORTS)
    .default('age')
    .describe('`trouble`: worst first, within a standing the latest change; `responseTime`: of the slowest site'),
  order: z.enum(['asc', 'desc']).default('asc').describe('`desc` is the whole order backwards'),
});
export type MonitorQuery = z.infer<typeof monitorQuerySchema>;

/** What of a query says which monitors. */
export type MonitorFilter = Partial<Omit<MonitorQuery, 'limit' | 'cursor' | 'sort' | 'order'>>;

export const SUMMARY_GROUPINGS = ['device', 'tag'] as const;
/** Parts of a summary: the rest is counted in the whole alone. */
export const MAX_SUMMARY_PARTS = 200;

export const summaryQuerySchema = z.strictObject({
  ...filterFields,
  ids: addressIdsSchema.optional(),
  by: z.enum(SUMMARY_GROUPINGS).optional().describe('Also counts those in trouble for each device or tag'),
});
export type SummaryQuery = z.infer<typeof summaryQuerySchema>;

const countsSchema = z.strictObject({
  down: z.int(),
  lost: z.int(),
  warn: z.int(),
  uninitialized: z.int(),
  up: z.int(),
  maintenance: z.int(),
  suspended: z.int(),
  disabled: z.int(),
});
export type StandingCounts = z.infer<typeof countsSchema>;

export const summaryPartSchema = z.strictObject({
  id: z.string().describe('Of the device; for a tag the tag'),
  name: z.string(),
  down: z.int(),
  lost: z.int(),
  warn: z.int(),
  since: z.iso.datetime().describe('When the first of these standings began'),
});
export type SummaryPart = z.infer<typeof summaryPartSchema>;

/** How many monitors there are of each standing. */
export const monitorSummarySchema = z.strictObject({
  total: z.int(),
  counts: countsSchema.describe('Each monitor once: under its hold while one lasts, else under its status'),
  noData: z.int().describe('How many of them nobody is there to test; they are counted under their last status too'),
  worst: z.enum(STANDINGS).nullable().describe('The worst standing there is; null without monitors'),
  parts: z
    .array(summaryPartSchema)
    .nullable()
    .describe(
      `With \`by\`: the ${MAX_SUMMARY_PARTS} devices or tags with most in trouble, worst first. Of tags, those of monitors`,
    ),
});
export type MonitorSummary = z.infer<typeof monitorSummarySchema>;

/** What the parameter `status` takes. */
export const STATUS_FILTERS = STANDING_FILTERS;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

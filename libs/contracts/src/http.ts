import { z } from 'zod';
import { DEFAULT_PAGE_SIZE, MAX_IDS_IN_ADDRESS, MAX_PAGE_SIZE } from './limits.js';
import { idSchema, instantSchema, lineSchema } from './scalars.js';

/** An RFC 9457 problem document; `errors` names every field that was wrong. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A list's page. `nextCursor` is opaque; null on the last page. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

const LIMIT_RANGE = `must be a whole number from 1 to ${MAX_PAGE_SIZE}`;

/** What every list takes. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce
    .number(LIMIT_RANGE)
    .int(LIMIT_RANGE)
    .min(1, LIMIT_RANGE)
    .max(MAX_PAGE_SIZE, LIMIT_RANGE)
    .default(DEFAULT_PAGE_SIZE),
  cursor: z.string().min(1).max(512).optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** A text to search for in names and addresses, without regard to case. */
export const searchSchema = lineSchema(1, 128);

/** A list in an address: `a,b`, or the parameter given several times; each value once. */
export function addressList<T extends z.ZodType<string>>(item: T, max: number) {
  const split = (value: unknown): unknown =>
    typeof value === 'string' || Array.isArray(value)
      ? [value].flat().flatMap((part: unknown) => (typeof part === 'string' ? part.split(',') : [part]))
      : value;
  return z.preprocess(split, z.array(item).min(1).max(max)).transform((values) => [...new Set(values)]);
}

/** Things that are named by their ids in an address. */
export const addressIdsSchema = addressList(idSchema, MAX_IDS_IN_ADDRESS).describe(
  `Up to ${MAX_IDS_IN_ADDRESS} ids, separated by commas; what does not exist is left out`,
);

export const deviceQuerySchema = pageQuerySchema.extend({ q: searchSchema.optional() });
export type DeviceQuery = z.infer<typeof deviceQuerySchema>;

/** Tags are searched for, not paged: who does not find one types more of it. */
export const tagQuerySchema = pageQuerySchema.pick({ limit: true }).extend({ q: searchSchema.optional() });
export type TagQuery = z.infer<typeof tagQuerySchema>;

/** Tags of monitors and devices, in order. */
export const tagsSchema = z.strictObject({ items: z.array(z.string()) });
export type Tags = z.infer<typeof tagsSchema>;

export const eventQuerySchema = pageQuerySchema.extend({
  /** Newest first unless `asc`. */
  order: z.enum(['asc', 'desc']).default('desc'),
});
export type EventQuery = z.infer<typeof eventQuerySchema>;

export const loginSchema = z.strictObject({ password: z.string().min(1).max(1024) });
export type Login = z.infer<typeof loginSchema>;

/** As the set-up asks of ADMIN_PASSWORD. */
export const MIN_PASSWORD_LENGTH = 8;
const PASSWORD_LENGTH = `must be ${MIN_PASSWORD_LENGTH} to 1024 characters`;

export const passwordChangeSchema = z.strictObject({
  currentPassword: z.string().min(1, 'is required').max(1024, 'is not the password'),
  newPassword: z.string().min(MIN_PASSWORD_LENGTH, PASSWORD_LENGTH).max(1024, PASSWORD_LENGTH),
});
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

/** Who is logged in. */
export const sessionSchema = z.strictObject({
  name: z.string().nullable().describe('Null: nobody is, or the session has ended'),
});
export type Session = z.infer<typeof sessionSchema>;

export const healthSchema = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  at: instantSchema,
  checks: z.record(z.string(), z.strictObject({ ok: z.boolean(), message: z.string().nullable() })),
});
export type Health = z.infer<typeof healthSchema>;

export const deadLetterQuerySchema = pageQuerySchema.pick({ limit: true });
export type DeadLetterQuery = z.infer<typeof deadLetterQuerySchema>;

/** A message that could not be understood and was set aside, with what was wrong about it. */
export const deadLetterSchema = z.strictObject({
  queue: z.string(),
  id: z.string(),
  at: instantSchema,
  reason: z.string(),
  /** The message as JSON, cut to 4,096 characters. */
  payload: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const forcedTestSchema = z.strictObject({ testNumber: z.int() });
export type ForcedTest = z.infer<typeof forcedTestSchema>;

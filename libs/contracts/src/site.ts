import { z } from 'zod';
import { instantSchema, nameSchema, siteNameSchema } from './scalars.js';

/** A place from which is probed. Its name is its identity: workers join it by name, and queues are called after it. */
export const siteInputSchema = z.strictObject({
  name: siteNameSchema,
  description: nameSchema.nullable().default(null),
});
export type SiteInput = z.infer<typeof siteInputSchema>;

export const siteSchema = z.strictObject({ ...siteInputSchema.shape, createdAt: instantSchema });
export type Site = z.infer<typeof siteSchema>;

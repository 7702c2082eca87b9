import { z } from 'zod';
import { idSchema, tagSchema, uniqueList } from './scalars.js';

/** Which monitors something is for: all, or those that are chosen by themselves, by device or by tag. */
export const assignmentSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('all') }),
  z.strictObject({
    to: z.literal('chosen'),
    monitorIds: uniqueList(idSchema, 0, 10_000).default([]),
    deviceIds: uniqueList(idSchema, 0, 10_000).default([]),
    tags: uniqueList(tagSchema, 0, 100).default([]),
  }),
]);

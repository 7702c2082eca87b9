import { z } from 'zod';
import { idSchema, tagSchema, uniqueList } from './scalars.js';

/** Monitors, or devices, that one assignment names. */
export const MAX_ASSIGNED = 10_000;

/** Which monitors something is for: all, or those that are chosen by themselves, by device or by tag. */
export const assignmentSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('all') }),
  z.strictObject({
    to: z.literal('chosen'),
    monitorIds: uniqueList(idSchema, 0, MAX_ASSIGNED).default([]),
    deviceIds: uniqueList(idSchema, 0, MAX_ASSIGNED).default([]),
    tags: uniqueList(tagSchema, 0, 100).default([]),
  }),
]);

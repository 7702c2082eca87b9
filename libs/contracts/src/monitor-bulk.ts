import { z } from 'zod';
import { suspensionInputSchema } from './hold.js';
import { MAX_BULK_MONITORS, MAX_NAMED_MONITORS } from './limits.js';
import { monitorQuerySchema } from './monitor-list.js';
import { idSchema, tagSchema, uniqueList } from './scalars.js';

/** The filters of the list, as they stand in its address. */
export const bulkFilterSchema = monitorQuerySchema.omit({ limit: true, cursor: true, sort: true, order: true });

const selectionFields = {
  ids: uniqueList(idSchema, 1, MAX_NAMED_MONITORS).optional().describe(`Up to ${MAX_NAMED_MONITORS} monitors`),
  filter: bulkFilterSchema
    .optional()
    .describe(`Or all that match the filters of the list, ${MAX_BULK_MONITORS} at most; {} is all there are`),
};
const tagsSchema = uniqueList(tagSchema, 1, 32);

/** What is to be done to several monitors. */
export const bulkInputSchema = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('enable'), ...selectionFields }),
    z.strictObject({ action: z.literal('disable'), ...selectionFields }),
    z.strictObject({
      action: z.literal('suspend'),
      ...selectionFields,
      suspension: suspensionInputSchema,
    }),
    z.strictObject({ action: z.literal('resume'), ...selectionFields }),
    z.strictObject({ action: z.literal('test'), ...selectionFields }),
    z.strictObject({ action: z.literal('add-tags'), ...selectionFields, tags: tagsSchema }),
    z.strictObject({ action: z.literal('remove-tags'), ...selectionFields, tags: tagsSchema }),
    z.strictObject({ action: z.literal('add-to-alert'), ...selectionFields, alertId: idSchema }),
  ])
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    path: ['ids'],
    message: 'must be given, or filter instead, and not both',
  });
export type BulkInput = z.infer<typeof bulkInputSchema>;
export type BulkAction = BulkInput['action'];

/** Monitors that are named one by one among those that were not changed. */
export const MAX_UNCHANGED_SHOWN = 100;

/** What a bulk action came to. */
export const bulkOutcomeSchema = z.strictObject({
  matched: z.int().describe('How many monitors were found'),
  changed: z.int(),
  unchanged: z.int().describe('How many were found and stayed as they were'),
  reasons: z
    .array(
      z.strictObject({
        id: idSchema,
        name: z.string().nullable().describe('Null for an id that names no monitor'),
        reason: z.string(),
      }),
    )
    .describe(`Why, for the first ${MAX_UNCHANGED_SHOWN} of them and of the ids that do not exist`),
});
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

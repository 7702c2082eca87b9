import { z } from 'zod';
import { hostSchema, idSchema, instantSchema, nameSchema, tagSchema, uniqueList } from './scalars.js';

/** A machine people know by name, with the address under which it is reached. */
export const deviceInputSchema = z.strictObject({
  name: nameSchema,
  address: hostSchema,
  tags: uniqueList(tagSchema, 0, 32).default([]),
});
export type DeviceInput = z.infer<typeof deviceInputSchema>;

export const devicePatchSchema = z
  .strictObject({ name: nameSchema, address: hostSchema, tags: uniqueList(tagSchema, 0, 32) })
  .partial();
export type DevicePatch = z.infer<typeof devicePatchSchema>;

export const deviceSchema = z.strictObject({
  ...deviceInputSchema.shape,
  id: idSchema,
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Device = z.infer<typeof deviceSchema>;

/** How a device is removed. */
export const deviceRemovalSchema = z.strictObject({
  monitors: z
    .enum(['keep', 'delete'])
    .default('keep')
    .describe('`keep`: a device that has monitors is not removed; `delete`: they are removed with it'),
});
export type DeviceRemoval = z.infer<typeof deviceRemovalSchema>;

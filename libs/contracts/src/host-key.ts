import { z } from 'zod';
import { pageQuerySchema } from './http.js';
import { idSchema, instantSchema } from './scalars.js';

const keySchema = z.strictObject({ type: z.string(), fingerprint: z.string(), at: instantSchema });

/** The SSH host key by which a machine is known again. */
export const hostKeySchema = z.strictObject({
  id: idSchema,
  machine: z.string(),
  port: z.int(),
  pinned: keySchema.describe('The key that it must show; `at`: when it was pinned'),
  offered: keySchema.nullable().describe('Another key that it showed last, which was refused'),
});
export type HostKey = z.infer<typeof hostKeySchema>;

export const hostKeyQuerySchema = pageQuerySchema;
export type HostKeyQuery = z.infer<typeof hostKeyQuerySchema>;

/** Accepts the key that was offered. It is named, so that nobody accepts another one than he has seen. */
export const acceptHostKeySchema = z.strictObject({
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be the fingerprint that was offered, such as ssh-keygen -lf shows it'),
});
export type AcceptHostKey = z.infer<typeof acceptHostKeySchema>;

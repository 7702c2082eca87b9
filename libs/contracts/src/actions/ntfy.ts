import { z } from 'zod';
import { httpUrlSchema } from './http-url.js';

/** A topic of an ntfy server. */
export function ntfySettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    server: httpUrlSchema.default('https://ntfy.sh'),
    topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, 'must be 1 to 64 of A-Z, a-z, 0-9, - and _'),
    accessToken: secret.nullable().default(null),
  });
}

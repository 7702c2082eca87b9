import { z } from 'zod';
import { httpUrlSchema } from './http-url.js';

/** A request to a URL of the user's, signed with HMAC-SHA-256 when a key is set. */
export function webhookSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    url: httpUrlSchema,
    signingKey: secret.nullable().default(null),
  });
}

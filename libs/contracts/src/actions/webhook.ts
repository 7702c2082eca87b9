import { z } from 'zod';
import type { plainSecretSchema } from '../secret.js';
import { checkedSecret } from './checked-secret.js';
import { httpHeadersSchema } from './http-headers.js';
import { httpUrlSchema } from './http-url.js';

const MIN_KEY_LENGTH = 16;

/** A request to a URL of the user's, signed with HMAC-SHA-256 when a key is set. */
export function webhookSettings<S extends z.ZodType>(secret: S) {
  const key = checkedSecret(
    secret,
    (text) => text.length >= MIN_KEY_LENGTH,
    `must be at least ${MIN_KEY_LENGTH} characters, best a random text`,
  );
  return z.strictObject({
    url: httpUrlSchema,
    method: z.enum(['POST', 'PUT']).default('POST'),
    headers: httpHeadersSchema(secret).default([]),
    signingKey: key.nullable().default(null),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type WebhookSettings = z.infer<ReturnType<typeof webhookSettings<typeof plainSecretSchema>>>;

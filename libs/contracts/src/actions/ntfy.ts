import { z } from 'zod';
import type { plainSecretSchema } from '../secret.js';
import { checkedSecret } from './checked-secret.js';
import { httpUrlSchema } from './http-url.js';

const prioritySchema = z.int().min(1, 'must be 1 to 5').max(5, 'must be 1 to 5');

/** A topic of an ntfy server. */
export function ntfySettings<S extends z.ZodType>(secret: S) {
  const token = checkedSecret(
    secret,
    (text) => /^[A-Za-z0-9._~+/-]+=*$/.test(text),
    'must be an access token such as tk_…: letters, digits and ._~+/-= only',
  );
  return z.strictObject({
    server: httpUrlSchema.default('https://ntfy.sh'),
    topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, 'must be 1 to 64 of A-Z, a-z, 0-9, - and _'),
    accessToken: token.nullable().default(null),
    failurePriority: prioritySchema.default(4).describe('Of failures: 1 (min) to 5 (max)'),
    recoveryPriority: prioritySchema.default(3).describe('Of recoveries and tests: 1 (min) to 5 (max)'),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type NtfySettings = z.infer<ReturnType<typeof ntfySettings<typeof plainSecretSchema>>>;

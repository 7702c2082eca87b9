import { z } from 'zod';
import { lineSchema } from '../scalars.js';
import type { plainSecretSchema } from '../secret.js';
import { secretUrlSchema } from './checked-secret.js';

/** An incoming webhook of Discord. */
export function discordSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    url: secretUrlSchema(secret, 'https://discord.com/api/webhooks/123/XXXX'),
    username: lineSchema(1, 80).nullable().default(null).describe('Shown as the sender; null: the name of the webhook'),
    threadId: z
      .string()
      .regex(/^\d{1,20}$/, 'must be the number of a thread, as Discord copies it by "Copy Thread ID"')
      .nullable()
      .default(null),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type DiscordSettings = z.infer<ReturnType<typeof discordSettings<typeof plainSecretSchema>>>;

import { z } from 'zod';
import type { plainSecretSchema } from '../secret.js';
import { secretUrlSchema } from './checked-secret.js';

/** An incoming webhook of Slack, or of a server that takes the same requests. */
export function slackSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    url: secretUrlSchema(secret, 'https://hooks.slack.com/services/T000/B000/XXXX'),
    mention: z
      .enum(['none', 'here', 'channel'])
      .default('none')
      .describe('Who is alerted by a failure: only those who follow the channel, its active members, or all members'),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type SlackSettings = z.infer<ReturnType<typeof slackSettings<typeof plainSecretSchema>>>;

import { z } from 'zod';
import type { plainSecretSchema } from '../secret.js';
import { checkedSecret } from './checked-secret.js';
import { httpUrlSchema } from './http-url.js';

/** An integration of PagerDuty, Events API v2. */
export function pagerdutySettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    routingKey: checkedSecret(
      secret,
      (text) => /^[A-Za-z0-9]{32}$/.test(text),
      'must be the integration key of an "Events API v2" integration: 32 letters and digits',
    ),
    severity: z.enum(['critical', 'error', 'warning', 'info']).default('critical'),
    server: httpUrlSchema
      .default('https://events.pagerduty.com')
      .describe('https://events.eu.pagerduty.com for accounts in the EU'),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type PagerdutySettings = z.infer<ReturnType<typeof pagerdutySettings<typeof plainSecretSchema>>>;

import { z } from 'zod';

/** An integration of PagerDuty, Events API v2. */
export function pagerdutySettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ routingKey: secret });
}

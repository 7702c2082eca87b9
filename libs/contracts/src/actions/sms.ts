import { z } from 'zod';
import { httpUrlSchema } from './http-url.js';

/** A gateway that sends SMS for a request by HTTP. */
export function smsSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ url: httpUrlSchema, authorization: secret.nullable().default(null) });
}

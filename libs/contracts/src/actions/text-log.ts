import { z } from 'zod';

/** A file in the folder of logs. */
export function textLogSettings<S extends z.ZodType>(_secret: S) {
  return z.strictObject({ file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) });
}

import { z } from 'zod';

/** A program from the folder that is allowed for it. */
export function externalProcessSettings<S extends z.ZodType>(_secret: S) {
  return z.strictObject({
    program: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    arguments: z.array(z.string().max(1024)).max(64).default([]),
  });
}

import { z } from 'zod';

/** Mail through relays that are tried in their order. */
export function emailSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    from: z.email(),
    to: z.array(z.email()).min(1).max(50),
    relays: z
      .array(z.strictObject({ host: z.string(), port: z.int().min(1).max(65535), password: secret.nullable() }))
      .min(1)
      .max(5),
  });
}

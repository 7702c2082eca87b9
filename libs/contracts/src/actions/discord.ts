import { z } from 'zod';

/** An incoming webhook of Discord. Its URL lets anybody post who knows it, and is a secret. */
export function discordSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ url: secret });
}

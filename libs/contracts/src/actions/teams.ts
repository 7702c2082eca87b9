import { z } from 'zod';

/** An incoming webhook of Teams. Its URL lets anybody post who knows it, and is a secret. */
export function teamsSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ url: secret });
}

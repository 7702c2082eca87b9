import { z } from 'zod';

/** An incoming webhook of Slack. Its URL lets anybody post who knows it, and is a secret. */
export function slackSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ url: secret });
}

import { z } from 'zod';
import type { plainSecretSchema } from '../secret.js';
import { secretUrlSchema } from './checked-secret.js';

/** A workflow of Teams that is started "when a Teams webhook request is received". */
export function teamsSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({
    url: secretUrlSchema(secret, 'https://….logic.azure.com/workflows/…/triggers/manual/paths/invoke?…&sig=…'),
  });
}

/** With the secrets in the clear, as the channel uses them. */
export type TeamsSettings = z.infer<ReturnType<typeof teamsSettings<typeof plainSecretSchema>>>;

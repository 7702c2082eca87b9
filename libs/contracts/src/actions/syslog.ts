import { z } from 'zod';
import { hostSchema, portSchema } from '../scalars.js';

/** A collector of syslog messages (RFC 5424). */
export function syslogSettings<S extends z.ZodType>(_secret: S) {
  return z.strictObject({ host: hostSchema, port: portSchema.default(514) });
}

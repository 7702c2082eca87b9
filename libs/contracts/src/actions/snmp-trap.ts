import { z } from 'zod';
import { hostSchema, portSchema } from '../scalars.js';

/** A manager of SNMP traps. */
export function snmpTrapSettings<S extends z.ZodType>(secret: S) {
  return z.strictObject({ host: hostSchema, port: portSchema.default(162), community: secret });
}

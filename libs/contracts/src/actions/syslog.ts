import { z } from 'zod';
import { hostSchema, portSchema } from '../scalars.js';
import { trustedAuthoritiesSchema } from './trusted-authorities.js';

/** In the order of their codes, 0 to 23 (RFC 5424 §6.2.1). */
export const SYSLOG_FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const;

/** In the order of their codes, 0 to 7 (RFC 5424 §6.2.1). */
export const SYSLOG_SEVERITIES = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'informational',
  'debug',
] as const;

export const SYSLOG_TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

/**
 * How messages on a stream are told apart: by their length (RFC 6587 §3.4.1; for TLS RFC 5425 asks for it), or, for old
 * collectors, by a line break.
 */
export const SYSLOG_FRAMINGS = ['octet-counting', 'line-break'] as const;

const severitySchema = z.enum(SYSLOG_SEVERITIES);

/** Printable ASCII without spaces (RFC 5424 §6). */
function wordSchema(maxLength: number) {
  return z
    .string()
    .regex(
      new RegExp(`^[\\x21-\\x7e]{1,${maxLength}}$`),
      `must be 1 to ${maxLength} printable ASCII characters without spaces`,
    );
}

/** A collector of syslog messages (RFC 5424). */
export function syslogSettings<S extends z.ZodType>(_secret: S) {
  return z.strictObject({
    host: hostSchema,
    transport: z.enum(SYSLOG_TRANSPORTS).default('udp'),
    /** Null: 514, for TLS 6514. */
    port: portSchema.nullable().default(null),
    framing: z.enum(SYSLOG_FRAMINGS).default('octet-counting').describe('How messages are told apart on TCP and TLS'),
    facility: z.enum(SYSLOG_FACILITIES).default('local0'),
    failureSeverity: severitySchema.default('error'),
    recoverySeverity: severitySchema.default('notice'),
    appName: wordSchema(48).default('twotwenty'),
    /** What we call this machine; null: its own name. */
    hostname: wordSchema(255).nullable().default(null),
    /** The id of the structured data (RFC 5424 §7.2.2): a name, @ and the number of an enterprise. */
    structuredDataId: z
      .string()
      .max(32, 'must be at most 32 characters')
      .regex(/^[A-Za-z][A-Za-z0-9._-]*@\d+(\.\d+)*$/, 'must be a name, @ and the number of an enterprise: name@32473')
      .default('twotwenty@32473'),
    /** A longer message is cut. Null: 2,048 for UDP (RFC 5426 §3.2), 8,192 for TCP and TLS. */
    maxBytes: z.int().min(480, 'must be 480 to 65000').max(65_000, 'must be 480 to 65000').nullable().default(null),
    trustedAuthorities: trustedAuthoritiesSchema.default(null),
    allowInvalidCertificate: z.boolean().default(false),
  });
}

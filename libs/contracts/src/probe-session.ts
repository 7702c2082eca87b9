import { PHASES } from '@twotwenty/domain/probe';
import { z } from 'zod';
import { instantSchema, printableSchema } from './scalars.js';

/** Parts of a probe's record, as workers report them and as the API shows them. */

// Kept in four bytes: what is finer than a microsecond would not fit there.
const milliseconds = z
  .number()
  .nonnegative()
  .max(86_400_000)
  .refine((value) => value === 0 || value >= 0.001, 'must be 0 or at least 0.001');

export const timingsSchema = z.strictObject({
  dnsMs: milliseconds.nullable(),
  connectMs: milliseconds.nullable(),
  greetingMs: milliseconds.nullable(),
  ehloMs: milliseconds.nullable(),
  tlsMs: milliseconds.nullable(),
  quitMs: milliseconds.nullable(),
  totalMs: milliseconds,
});

/** A failure or an anomaly: where, which, and a sentence for people. */
export const findingSchema = z.strictObject({
  phase: z.enum(PHASES),
  code: printableSchema(64),
  message: printableSchema(1024),
});

// The probe escapes what is not printable; a record that holds such characters is not the probe's.
const escapedText = printableSchema(8192);

const distinguishedName = printableSchema(512);

const certificateSummaryFields = {
  subject: distinguishedName,
  issuer: distinguishedName,
  notBefore: instantSchema,
  notAfter: instantSchema,
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
};

/** What a TLS handshake showed. */
export const tlsReportSchema = z.strictObject({
  protocol: printableSchema(16),
  cipher: printableSchema(64),
  certificate: z.strictObject({
    ...certificateSummaryFields,
    names: z.array(printableSchema(256)).max(100).readonly(),
    serialNumber: printableSchema(64),
    key: printableSchema(64),
    signatureAlgorithm: printableSchema(64),
    daysLeft: z.int(),
  }),
  issuers: z.array(z.strictObject(certificateSummaryFields)).max(10).readonly(),
  valid: z.boolean(),
});

/** What is kept of a session beyond its figures. */
export const sessionRecordSchema = z.strictObject({
  /** The address that was used. */
  address: printableSchema(64).nullable(),
  reply: z
    .strictObject({
      code: z.int(),
      lines: z.array(escapedText).max(512),
      enhancedCode: printableSchema(16).nullable(),
    })
    .nullable(),
  /** Of the last EHLO reply. */
  extensions: z.array(printableSchema(512)).max(64).nullable(),
  anomalies: z.array(findingSchema).max(64),
  transcript: z
    .array(z.strictObject({ atMs: milliseconds, direction: z.enum(['>', '<', '*']), text: escapedText }))
    .max(1024),
});

import { z } from 'zod';
import { ehloNameSchema, hostSchema, lineSchema, portSchema } from '../scalars.js';
import { trustedAuthoritiesSchema } from './trusted-authorities.js';

const MAX_RECIPIENTS = 50;
const MAX_RELAYS = 5;

// The form of HTML 5: no comments, quotes or line breaks, but names without a dot, such as root@localhost.
const addressSchema = z
  .email({ pattern: z.regexes.html5Email, error: 'must be an address such as ops@example.com' })
  .max(254, 'must be at most 254 characters');

const addressListSchema = z.array(addressSchema).max(MAX_RECIPIENTS, `must be at most ${MAX_RECIPIENTS} addresses`);

/**
 * What protects the connection to a relay. `starttls-if-offered` does not check the certificate: who could forge it could
 * as well leave out the offer.
 */
export const RELAY_SECURITIES = ['starttls-required', 'tls', 'starttls-if-offered', 'none'] as const;

/** A server that takes mail from us. */
function relaySchema<S extends z.ZodType>(secret: S) {
  return z
    .strictObject({
      host: hostSchema,
      port: portSchema.default(587).describe('587 for submission, 465 for TLS from the start, 25 for a plain relay'),
      security: z.enum(RELAY_SECURITIES).default('starttls-required'),
      user: lineSchema(1, 256).nullable().default(null),
      password: secret.nullable().default(null),
      /** Null: those that come with Node. */
      trustedAuthorities: trustedAuthoritiesSchema.default(null),
      allowInvalidCertificate: z.boolean().default(false),
    })
    .refine(({ user, password }) => (user === null) === (password === null), {
      path: ['password'],
      error: 'user and password must be given both or neither',
    })
    .refine(({ user, security }) => user === null || security === 'starttls-required' || security === 'tls', {
      path: ['security'],
      error: 'must be starttls-required or tls where there is a password: otherwise anybody on the way may read it',
    });
}

/** Mail through relays that are tried in their order. */
export function emailSettings<S extends z.ZodType>(secret: S) {
  return z
    .strictObject({
      from: addressSchema,
      /** Shown beside the address. */
      fromName: lineSchema(1, 64).default('TwoTwenty'),
      replyTo: addressSchema.nullable().default(null),
      to: addressListSchema.min(1, 'must name at least one address'),
      cc: addressListSchema.default([]),
      bcc: addressListSchema.default([]),
      relays: z
        .array(relaySchema(secret))
        .min(1, 'must name at least one relay')
        .max(MAX_RELAYS, `must be at most ${MAX_RELAYS} relays`),
      /** What we call ourselves in EHLO; null: the name of this machine. */
      ehloName: ehloNameSchema.nullable().default(null),
    })
    .refine(({ to, cc, bcc }) => to.length + cc.length + bcc.length <= MAX_RECIPIENTS, {
      path: ['to'],
      error: `must be at most ${MAX_RECIPIENTS} addresses together with cc and bcc`,
    });
}

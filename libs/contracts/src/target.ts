import { ADDRESS_FAMILIES, CERTIFICATE_POLICIES, SECURITIES, type Security } from '@twotwenty/domain/probe';
import { z } from 'zod';
import { ehloNameSchema, hostSchema, ipv4Schema, ipv6Schema, portSchema } from './scalars.js';

/** RFC 8314 §3.3 for TLS from the start, RFC 5321 §4.5.4.2 for the rest. */
export const DEFAULT_PORTS: Readonly<Record<Security, number>> = { none: 25, starttls: 25, tls: 465 };

const DAYS = 'must be 0 to 3650 days';
const daysSchema = z.int('must be whole days').min(0, DAYS).max(3650, DAYS).nullable();

const tlsFields = {
  certificate: z
    .enum(CERTIFICATE_POLICIES)
    .describe('What a certificate that is not valid means: `require` fails the test, `report` notes an anomaly'),
  warnDays: daysSchema.describe('An anomaly when the certificate expires in fewer days than this; null for none'),
  failDays: daysSchema.describe(
    'The test fails when the certificate expires in fewer days than this, under either policy; null for none. Not more than `warnDays`',
  ),
};

const fields = {
  host: hostSchema,
  port: portSchema,
  security: z
    .enum(SECURITIES)
    .describe('`none`, `starttls` (RFC 3207), or `tls`: TLS from the start (RFC 8314). A change of it keeps the port'),
  addressFamily: z
    .enum(ADDRESS_FAMILIES)
    .describe('Which addresses of the host are tried. Must not contradict a host that is an IP address'),
  ehloName: ehloNameSchema
    .nullable()
    .describe(
      'The name to say EHLO with. Null: EHLO is said only where STARTTLS needs it, with the name of the machine of the worker',
    ),
  strictQuit: z.boolean().describe('Whether a bad, missing or late answer to QUIT fails the test'),
};

const withDefaults = {
  host: fields.host,
  security: fields.security.default('none'),
  tls: z
    .strictObject({
      certificate: tlsFields.certificate.default('require'),
      warnDays: tlsFields.warnDays.default(14),
      failDays: tlsFields.failDays.default(null),
    })
    .prefault({})
    .describe('What is asked of the certificate. Means nothing where `security` is `none`'),
  addressFamily: fields.addressFamily.default('any'),
  ehloName: fields.ehloName.default(null),
  strictQuit: fields.strictQuit.default(false),
};

/** Which server to probe, and how: as it is stored, read back and sent to the sites. */
export const targetSchema = z.strictObject({ ...withDefaults, port: fields.port });
export type Target = z.infer<typeof targetSchema>;

const contradictionsSchema = z.object({
  host: z.string().catch(''),
  addressFamily: z.enum(ADDRESS_FAMILIES).catch('any'),
  tls: z
    .object({ warnDays: daysSchema.catch(null), failDays: daysSchema.catch(null) })
    .catch({ warnDays: null, failDays: null }),
});

/** Names fields that are right by themselves and contradict each other. Says nothing of what is missing or wrong. */
function refuseContradictions(value: unknown, context: z.RefinementCtx): void {
  const target = contradictionsSchema.safeParse(value).data;
  if (target === undefined) return;
  const { host, addressFamily } = target;
  const { warnDays, failDays } = target.tls;
  const refuse = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
  if (addressFamily === 'ipv6' && ipv4Schema.safeParse(host).success) {
    refuse(['addressFamily'], 'must not be ipv6: the host is an IPv4 address');
  }
  if (addressFamily === 'ipv4' && ipv6Schema.safeParse(host).success) {
    refuse(['addressFamily'], 'must not be ipv4: the host is an IPv6 address');
  }
  if (warnDays !== null && failDays !== null && failDays > warnDays) {
    refuse(['tls', 'failDays'], `must not be more than warnDays, which is ${warnDays}`);
  }
}

// Also while another field is wrong, so that one answer names everything.
const ALWAYS = { when: () => true };

/** What a client writes to create a target: the port follows from the security unless it is given. */
export const targetInputSchema = z
  .strictObject({
    ...withDefaults,
    port: fields.port.optional().describe('By default 465 where `security` is `tls` (RFC 8314), else 25'),
  })
  .superRefine(refuseContradictions, ALWAYS)
  .transform((target): Target => ({ ...target, port: target.port ?? DEFAULT_PORTS[target.security] }));

/** A change: only the fields that are named change, those of `tls` too. No defaults here. */
export const targetPatchSchema = z
  .strictObject({ ...fields, tls: z.strictObject(tlsFields).partial() })
  .partial()
  .superRefine(refuseContradictions, ALWAYS);

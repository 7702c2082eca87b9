import { z } from 'zod';
import { hostSchema, lineSchema, portSchema } from '../scalars.js';
import { checkedSecret } from './checked-secret.js';

/** Of USM: RFC 3414 (SHA-1) and RFC 7860 (SHA-2). */
export const SNMP_AUTHENTICATIONS = ['sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;

/**
 * Of USM: RFC 3826, and the two ways in which vendors make the key of AES-256, which no RFC settles: Blumenthal's draft
 * (Net-SNMP) and Reeder's (Cisco).
 */
export const SNMP_PRIVACIES = ['aes128', 'aes256-blumenthal', 'aes256-reeder', 'none'] as const;

/**
 * Below the branch that Net-SNMP keeps free for experiments: nobody else's objects are there. Who has a number of an
 * enterprise puts the objects below that one.
 */
const DEFAULT_ENTERPRISE_OID = '1.3.6.1.4.1.8072.9999.9999.220';

/** RFC 3411 §5: the enterprise of Net-SNMP (8072), format 4 (text), "twotwenty". */
const DEFAULT_ENGINE_ID = '80001f880474776f7477656e7479';

/** RFC 3414 §11.2. */
const MIN_PASSWORD_LENGTH = 8;

function commonFields() {
  return {
    host: hostSchema,
    port: portSchema.default(162),
    /** True: the manager has to acknowledge. */
    inform: z.boolean().default(false),
    /** The OID of `twoTwentyMIB` in TWOTWENTY-MIB.txt; who changes one changes the other. */
    enterpriseOid: z
      .string()
      .max(128, 'must be at most 128 characters')
      .regex(
        /^1\.3\.6\.1\.4\.1(\.(0|[1-9]\d{0,8})){1,20}$/,
        'must be an OID below 1.3.6.1.4.1 without a dot in front, such as 1.3.6.1.4.1.32473.1',
      )
      .default(DEFAULT_ENTERPRISE_OID),
  };
}

/** A manager of SNMP notifications: v2c with a community, or v3 with a user (USM, RFC 3414). */
export function snmpTrapSettings<S extends z.ZodType>(secret: S) {
  const v2c = z.strictObject({ version: z.literal('v2c'), ...commonFields(), community: secret });
  const password = checkedSecret(
    secret,
    (text) => text.length >= MIN_PASSWORD_LENGTH,
    `must be at least ${MIN_PASSWORD_LENGTH} characters, as SNMP v3 asks for`,
  );
  const v3 = z
    .strictObject({
      version: z.literal('v3'),
      ...commonFields(),
      user: lineSchema(1, 32),
      authentication: z.enum(SNMP_AUTHENTICATIONS).default('sha256'),
      authenticationPassword: password,
      privacy: z.enum(SNMP_PRIVACIES).default('aes128'),
      privacyPassword: password.nullable().default(null),
      /** Who we are, as managers must know to accept a trap; informs use the manager's. */
      engineId: z
        .string()
        .toLowerCase()
        .regex(/^([0-9a-f]{2}){5,32}$/, 'must be 5 to 32 octets in hexadecimal, such as 80001f880474776f')
        .refine((text) => !/^(00|ff)+$/.test(text), 'must not be all 00 or all ff (RFC 3411 §5)')
        .default(DEFAULT_ENGINE_ID),
    })
    .refine(({ privacy, privacyPassword }) => (privacy === 'none') === (privacyPassword === null), {
      path: ['privacyPassword'],
      error: 'must be given, or be null where privacy is none',
    });
  return z.discriminatedUnion('version', [v2c, v3], { error: 'must be v2c or v3' });
}

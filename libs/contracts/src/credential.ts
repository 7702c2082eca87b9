import { z } from 'zod';
import { checkedSecret } from './actions/checked-secret.js';
import { idSchema, instantSchema, lineSchema, nameSchema, uniqueList } from './scalars.js';
import { keptSecretSchema, plainSecretSchema, sealedSecretSchema, writtenSecretSchema } from './secret.js';

/** What a credential may be used for. */
export const CREDENTIAL_USES = ['recovery', 'smtp-auth', 'mail-relay'] as const;
export type CredentialUse = (typeof CREDENTIAL_USES)[number];

export const CREDENTIAL_KINDS = ['password', 'ssh-key', 'token'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

const username = lineSchema(1, 256);
const isKey = (text: string): boolean =>
  /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\r?\n[^]+-----END [A-Z0-9 ]*PRIVATE KEY-----\s*$/.test(text.trim());
const onOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** With which secret somebody logs in; secrets in one of their forms. */
function secretFields<S extends z.ZodType>(secret: S) {
  const line = checkedSecret(secret, onOneLine, 'must be on one line, without control characters');
  return {
    password: { username, domain: lineSchema(1, 256).nullable().default(null), password: line },
    'ssh-key': {
      username,
      privateKey: checkedSecret(
        secret,
        isKey,
        'must be a private key in the form of OpenSSH or PEM, with its first and last line',
      ),
      passphrase: line.nullable().default(null),
    },
    token: { username: username.nullable().default(null), token: line },
  };
}

const commonFields = {
  name: nameSchema,
  uses: uniqueList(z.enum(CREDENTIAL_USES), 1, CREDENTIAL_USES.length),
};

/** What the login of a credential is made of, by its kind, with its secrets in one of their forms. */
export function loginSchemaWith<S extends z.ZodType>(secret: S) {
  const fields = secretFields(secret);
  return z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('password'), ...fields.password }),
      z.strictObject({ kind: z.literal('ssh-key'), ...fields['ssh-key'] }),
      z.strictObject({ kind: z.literal('token'), ...fields.token }),
    ],
    {
      error: ({ code }) =>
        code === 'invalid_union' ? `kind must be one of ${CREDENTIAL_KINDS.join(', ')}` : undefined,
    },
  );
}

/** What a client writes of a credential. A change replaces the login as a whole; secrets may be kept. */
export const credentialInputSchema = z.strictObject({ ...commonFields, login: loginSchemaWith(writtenSecretSchema) });
export type CredentialInput = z.infer<typeof credentialInputSchema>;

export const credentialPatchSchema = credentialInputSchema.partial();
export type CredentialPatch = z.infer<typeof credentialPatchSchema>;

/** A credential as it is read back: secrets are fingerprints. */
export const credentialSchema = z.strictObject({
  ...commonFields,
  login: loginSchemaWith(keptSecretSchema),
  id: idSchema,
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Credential = z.infer<typeof credentialSchema>;

/** A login as it is stored, and as it is used. */
export const storedLoginSchema = loginSchemaWith(sealedSecretSchema);
export type StoredLogin = z.infer<typeof storedLoginSchema>;
export const plainLoginSchema = loginSchemaWith(plainSecretSchema);
export type PlainLogin = z.infer<typeof plainLoginSchema>;

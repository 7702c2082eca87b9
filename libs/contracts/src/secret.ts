import { z } from 'zod';

const MAX_SECRET_LENGTH = 8192;

/** A secret in the clear, as a channel uses it. */
export const plainSecretSchema = z.string().min(1, 'must not be empty').max(MAX_SECRET_LENGTH);

/** What is read in place of a secret; it names the stored one wherever it is written again, but does not tell it. */
export const keptSecretSchema = z.strictObject({
  keep: z.string().regex(/^[0-9a-f]{16}$/, 'must be the 16 hexadecimal digits that were read in place of the secret'),
});
export type KeptSecret = z.infer<typeof keptSecretSchema>;

/** A secret that was written in the clear. */
export const newSecretSchema = z.strictObject({ secret: plainSecretSchema });

/** A secret as clients write it: the secret itself, or what was read in its place. */
export const writtenSecretSchema = z
  .union([plainSecretSchema.transform((secret) => ({ secret })), keptSecretSchema], {
    error: 'must be a text of 1 to 8192 characters, or the {"keep":"…"} that was read in its place',
  })
  .describe('A text; it is read back as {"keep":"…"}, which stands for the stored one when it is written again');

/** A secret that was written, in either form, as the schema above leaves it. */
export const readSecretSchema = z.union([newSecretSchema, keptSecretSchema]);

/** A secret as it is stored. */
export const sealedSecretSchema = z.strictObject({ sealed: z.string() });
export type SealedSecret = z.infer<typeof sealedSecretSchema>;

export type Settings = Readonly<Record<string, unknown>>;

/**
 * Replaces every secret in settings, at whatever depth.
 * @param form what a secret looks like in these settings
 * @param replace gets the secret and where it stands, such as `relays.0.password`
 */
export function mapSecrets<Secret>(
  settings: Settings,
  form: z.ZodType<Secret>,
  replace: (secret: Secret, path: string) => unknown,
): Settings {
  const visit = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}.${index}`));
    if (typeof value !== 'object' || value === null) return value;
    const secret = form.safeParse(value);
    return secret.success ? replace(secret.data, path) : visitFields(value, `${path}.`);
  };
  const visitFields = (fields: object, prefix: string): Settings =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, visit(value, `${prefix}${name}`)]));
  return visitFields(settings, '');
}

import { type z } from 'zod';
import { newSecretSchema } from '../secret.js';
import { httpUrlSchema } from './http-url.js';

/**
 * A secret of which more is asked than that it is there. Checked where it stands in the clear: when it is written and
 * when it is used, not in its kept or sealed forms. The message must not repeat the secret.
 */
export function checkedSecret<S extends z.ZodType>(secret: S, isRight: (text: string) => boolean, message: string): S {
  return secret.refine((value) => {
    const text = inTheClear(value);
    return text === null || isRight(text);
  }, message);
}

/** The address of an incoming webhook: who knows it may post, so it is a secret as a whole. */
export function secretUrlSchema<S extends z.ZodType>(secret: S, example: string): S {
  return checkedSecret(
    secret,
    (text) => httpUrlSchema.safeParse(text).success,
    `must be the whole http or https URL, without user and password, such as ${example}`,
  );
}

function inTheClear(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const written = newSecretSchema.safeParse(value);
  return written.success ? written.data.secret : null;
}

import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';

/** The account of the set-up. */
export const ADMIN_ACCOUNT = 'admin';

const GENERATED_LENGTH = 20;
// Without characters that are easily taken for one another.
const ALPHABET = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A password nobody will guess: 20 of 57 characters. */
export function generatePassword(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** Argon2id in PHC string format, with the library's parameters (OWASP's: 19 MiB, two passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Made once: what a password is compared with when there is no account, so that the answer takes as long. */
let hashOfNothing: Promise<string> | undefined;

/** @param storedHash null when there is no account; then false, after the same work */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  hashOfNothing ??= hashPassword(generatePassword());
  const matches = await verify(storedHash ?? (await hashOfNothing), password);
  return matches && storedHash !== null;
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token of 256 random bits, in characters that a cookie takes. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a token is stored or compared. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Compares two tokens in a time that says nothing about where they differ, nor about their lengths. */
export function sameToken(left: string, right: string): boolean {
  return timingSafeEqual(hashToken(left), hashToken(right));
}

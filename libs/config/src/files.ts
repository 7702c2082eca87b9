import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const MAX_PASSWORD_LENGTH = 1024;

/** Why a file can't be used: never with what is in it. */
class UnusableFileError extends Error {}

/**
 * The name of a file in a variable; the value is what `read` makes of its text.
 * @param read throws an UnusableFileError where the text is of no use
 */
function fileOf<T>(read: (text: string) => T) {
  return z.string().transform((path, context): T => {
    try {
      return read(readText(path));
    } catch (error) {
      if (!(error instanceof UnusableFileError)) throw error;
      context.issues.push({ code: 'custom', message: error.message, input: path });
      return z.NEVER;
    }
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UnusableFileError(`can't be read (${code})`);
  }
}

/** A password on the one line of a file, as containers are given secrets. */
export const passwordFile = fileOf((text) => {
  const password = text.replace(/\r?\n$/, '');
  if (password === '') throw new UnusableFileError('is empty: it must hold the password on one line');
  if (/[\r\n\0]/.test(password)) throw new UnusableFileError('must hold the password on one line, and nothing else');
  if (password.length > MAX_PASSWORD_LENGTH) {
    throw new UnusableFileError(`must hold a password of at most ${MAX_PASSWORD_LENGTH} characters`);
  }
  return password;
});

/** Certificates in PEM: of authorities, or one with its chain. */
export const certificateFile = fileOf((text) => {
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    throw new UnusableFileError('holds no certificate in PEM (-----BEGIN CERTIFICATE-----)');
  }
  certificates.forEach((pem, index) => {
    try {
      new X509Certificate(pem);
    } catch {
      throw new UnusableFileError(`holds a certificate that is malformed (number ${index + 1})`);
    }
  });
  return certificates.join('\n');
});

/** A private key in PEM, without a passphrase. */
export const privateKeyFile = fileOf((text) => {
  try {
    createPrivateKey(text);
  } catch {
    throw new UnusableFileError('holds no private key in PEM without a passphrase');
  }
  return text;
});

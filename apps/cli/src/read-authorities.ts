import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Reads the certificates of a file in PEM; whatever else stands in it is passed over.
 *
 * @returns one text in PEM for each certificate.
 * @throws RangeError that says why the file can't be used.
 */
export function readAuthorities(path: string): string[] {
  const certificates = readText(path).match(PEM) ?? [];
  if (certificates.length === 0) throw new RangeError('It holds no certificate in PEM (-----BEGIN CERTIFICATE-----).');
  return certificates.map((pem, index) => {
    try {
      return new X509Certificate(pem).toString();
    } catch {
      throw new RangeError(`Certificate ${index + 1} in it is malformed.`);
    }
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new RangeError(`It can't be read (${code}).`);
  }
}

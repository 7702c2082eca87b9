import { findProgram } from '@twotwenty/testing/debian-packages';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingError } from '../missing.js';

/** The name that the certificate is made out to. */
export const CERTIFICATE_HOST = 'bench.test';

/** A certificate that is its own authority, and its key; both in PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for a day, with the openssl of this machine or of Debian's package.
 * @throws MissingError when there is none
 */
export async function makeCertificate(): Promise<CertificatePair> {
  const { command, env } = await findProgram(['openssl'], 'openssl').catch((error: unknown) => {
    const hint = '--tls-probes 0 --tls-sessions 0 leave TLS out.';
    throw new MissingError(`No openssl to make a certificate with: ${String(error)}\n${hint}`, { cause: error });
  });
  const folder = temporaryDirectory('bench-certificate');
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const names = ['-subj', `/CN=${CERTIFICATE_HOST}`, '-addext', `subjectAltName=DNS:${CERTIFICATE_HOST}`];
  await promisify(execFile)(command, [...request, ...names, '-keyout', key, '-out', certificate], {
    env: { ...process.env, ...env },
  });
  return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
}

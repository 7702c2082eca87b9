import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDoctorConfig, readEvaluatorConfig, readRotationConfig, readWorkerConfig } from './apps.js';

const SECRETS_KEY = Buffer.alloc(32, 'k').toString('base64');
const PASSWORD = 'p@ss/w%20rd:#?';
const folder = temporaryDirectory('stores');
let certificates: TestCertificates;
let files = 0;

function file(text: string): string {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, text);
  return path;
}

beforeAll(async () => {
  certificates = await createTestCertificates();
});

describe('where the stores are', () => {
  it('takes passwords from files', () => {
    const [DATABASE_PASSWORD_FILE, REDIS_PASSWORD_FILE] = [file(`${PASSWORD}\n`), file(PASSWORD)];
    const env = { DATABASE_URL: 'postgres://u@h/db', REDIS_URL: 'redis://site-paris@h:6379', SECRETS_KEY };
    const config = readEvaluatorConfig({ ...env, DATABASE_PASSWORD_FILE, REDIS_PASSWORD_FILE });
    const encoded = encodeURIComponent(PASSWORD);
    expect(config.databaseUrl).toBe(`postgres://u:${encoded}@h/db`);
    expect(config.queue).toEqual({ backend: 'redis', url: `redis://site-paris:${encoded}@h:6379` });
    expect(decodeURIComponent(new URL(config.queue.url).password)).toBe(PASSWORD);
    const inPostgres = readWorkerConfig({ DATABASE_URL: 'postgres://u@h/db', DATABASE_PASSWORD_FILE });
    expect(inPostgres.queue).toEqual({ backend: 'postgres', url: `postgres://u:${encoded}@h/db` });
    expect(
      readRotationConfig({ DATABASE_URL: env.DATABASE_URL, DATABASE_PASSWORD_FILE, SECRETS_KEY }).databaseUrl,
    ).toBe(config.databaseUrl);
  });

  it('gives a Redis behind TLS its authorities, and a certificate to show', async () => {
    const { chain, chainFile, key, keyFile } = await certificates.get('for-clients');
    const REDIS_CA_FILE = certificates.authorityFile;
    const REDIS_URL = 'rediss://h:6380';
    expect(readWorkerConfig({ REDIS_URL, REDIS_CA_FILE }).queue).toEqual({
      backend: 'redis',
      url: REDIS_URL,
      tls: { ca: certificates.authority.trim() },
    });
    const { redis } = readDoctorConfig({ REDIS_URL, REDIS_CERT_FILE: chainFile, REDIS_KEY_FILE: keyFile });
    expect(redis?.tls).toEqual({ cert: chain.trim(), key });
  });

  it('names what does not go together', async () => {
    const [{ chainFile, keyFile }, other] = await Promise.all([
      certificates.get('for-clients'),
      certificates.get('elliptic'),
    ]);
    const read = (env: object) => () => readWorkerConfig({ REDIS_URL: 'rediss://h', ...env });
    expect(read({ REDIS_URL: 'redis://:secret@h', REDIS_PASSWORD_FILE: file('x') })).toThrow(
      /REDIS_PASSWORD_FILE: contradicts the password in REDIS_URL/,
    );
    expect(read({ DATABASE_PASSWORD_FILE: file('x') })).toThrow(/DATABASE_PASSWORD_FILE: needs DATABASE_URL/);
    expect(read({ REDIS_URL: 'redis://h', REDIS_CA_FILE: certificates.authorityFile })).toThrow(
      /REDIS_CA_FILE: is of use with TLS alone: REDIS_URL must begin with rediss:/,
    );
    expect(read({ REDIS_CERT_FILE: chainFile })).toThrow(/REDIS_KEY_FILE: must be set together with REDIS_CERT_FILE/);
    expect(read({ REDIS_KEY_FILE: keyFile })).toThrow(/REDIS_CERT_FILE: must be set together with REDIS_KEY_FILE/);
    expect(read({ REDIS_CERT_FILE: chainFile, REDIS_KEY_FILE: other.keyFile })).toThrow(
      /REDIS_KEY_FILE: is not the key of the certificate in REDIS_CERT_FILE/,
    );
  });

  it.each([
    ['REDIS_CA_FILE', '/does/not/exist', /REDIS_CA_FILE: can't be read \(ENOENT\)/],
    ['REDIS_CA_FILE', () => file('secret'), /REDIS_CA_FILE: holds no certificate in PEM/],
    [
      'REDIS_CA_FILE',
      () => file('-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----'),
      /REDIS_CA_FILE: holds a certificate that is malformed \(number 1\)/,
    ],
    ['REDIS_KEY_FILE', () => file('secret'), /REDIS_KEY_FILE: holds no private key in PEM without a passphrase/],
    ['REDIS_PASSWORD_FILE', () => file('\n'), /REDIS_PASSWORD_FILE: is empty/],
    ['REDIS_PASSWORD_FILE', () => file('secret\nsecret'), /REDIS_PASSWORD_FILE: must hold the password on one line/],
    ['REDIS_PASSWORD_FILE', () => file('secret'.repeat(500)), /REDIS_PASSWORD_FILE: .*at most 1024/],
    ['DATABASE_PASSWORD_FILE', folder, /DATABASE_PASSWORD_FILE: can't be read \(EISDIR\)/],
  ])('says of a file in %s what is wrong, and nothing of what is in it', (name, given, message) => {
    const path = typeof given === 'string' ? given : given();
    const read = () => readWorkerConfig({ REDIS_URL: 'rediss://h', DATABASE_URL: 'postgres://h', [name]: path });
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });
});

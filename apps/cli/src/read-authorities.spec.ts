import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAuthorities } from './read-authorities.js';

// Real certificates, which every Node brings.
const [first = '', second = ''] = rootCertificates;

const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256;

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'ca.pem'), text);
  return join(folder, 'ca.pem');
}

describe('readAuthorities', () => {
  it('finds every certificate among other text, with any line ends', () => {
    const path = file(`# one\n${first}\nand\r\n${second.replaceAll('\n', '\r\n')}`);
    expect(readAuthorities(path).map(fingerprint)).toEqual([first, second].map(fingerprint));
  });

  it.each([
    ['', /no certificate in PEM/],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', /no certificate in PEM/],
    [`${first}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`, /^Certificate 2 in it is malformed/],
  ])('refuses %#', (text, message) => {
    const path = file(text);
    expect(() => readAuthorities(path)).toThrow(RangeError);
    expect(() => readAuthorities(path)).toThrow(message);
  });

  it('says why a file can not be read', () => {
    expect(() => readAuthorities(tmpdir())).toThrow('EISDIR');
    expect(() => readAuthorities('/nowhere.pem')).toThrow('ENOENT');
  });
});

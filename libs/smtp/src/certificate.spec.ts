import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuersOf, readCertificate, serverCertificate } from './certificate.js';
import { signatureAlgorithmOf } from './signature-algorithm.js';

// Real certificates of many makers, which every Node brings.
const roots = rootCertificates.map((pem) => new X509Certificate(pem));

describe('serverCertificate', () => {
  it('reads every public root', () => {
    expect(roots.length).toBeGreaterThan(100);
    for (const root of roots) {
      const { subject, issuer, notAfter, fingerprint, key, signatureAlgorithm } = readCertificate(root);
      expect(subject).toBe(issuer);
      expect(subject).toMatch(/(^|, )(CN|O|OU)=/);
      expect(new Date(notAfter).toISOString()).toBe(notAfter);
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(key).toMatch(/^(RSA \d{4}|EC \w+)$/);
      expect(signatureAlgorithm).toMatch(/^[a-z0-9-]*with|^ecdsa-with/i);
      expect(readCertificate(root).selfIssued).toBe(true);
      expect(issuersOf(root)).toEqual([]);
    }
  });

  it('counts whole days, and below zero once it has expired', () => {
    const [root] = roots;
    if (root === undefined) throw new Error('no root');
    const end = Date.parse(root.validTo);
    expect(serverCertificate(readCertificate(root), end - 86_400_000 * 3).daysLeft).toBe(3);
    expect(serverCertificate(readCertificate(root), end - 1000).daysLeft).toBe(0);
    expect(serverCertificate(readCertificate(root), end + 1000).daysLeft).toBe(-1);
  });

  it('finds no public root weak but those with keys of the last century', () => {
    const weak = roots.map(readCertificate).filter(({ weakness }) => weakness !== null);
    for (const { key } of weak) expect(Number(key.replace('RSA ', ''))).toBeLessThan(2048);
    expect(roots.some((root) => readCertificate(root).key === 'EC secp384r1')).toBe(true);
  });

  it('remembers what it has read', () => {
    const [first] = roots;
    if (first === undefined) throw new Error('no root');
    expect(readCertificate(first)).toBe(readCertificate(new X509Certificate(first.raw)));
  });
});

describe('signatureAlgorithmOf', () => {
  it('is unknown, and nothing worse, for anything malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
        expect(typeof signatureAlgorithmOf(Buffer.from(octets))).toBe('string');
      }),
    );
    const raw = roots[0]?.raw ?? Buffer.alloc(0);
    for (let length = 0; length < 40; length += 1)
      expect(signatureAlgorithmOf(raw.subarray(0, length))).toBe('unknown');
  });
});

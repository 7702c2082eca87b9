import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSelfIssued, issuersOf, keyOf, serverCertificate } from './certificate.js';
import { signatureAlgorithmOf } from './signature-algorithm.js';

// Real certificates of many makers, which every Node brings.
const roots = rootCertificates.map((pem) => new X509Certificate(pem));

describe('serverCertificate', () => {
  it('reads every public root', () => {
    expect(roots.length).toBeGreaterThan(100);
    for (const root of roots) {
      const { subject, issuer, notAfter, fingerprint, key, signatureAlgorithm } = serverCertificate(root, 0);
      expect(subject).toBe(issuer);
      expect(subject).toMatch(/(^|, )(CN|O|OU)=/);
      expect(new Date(notAfter).toISOString()).toBe(notAfter);
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(key).toMatch(/^(RSA \d{4}|EC \w+)$/);
      expect(signatureAlgorithm).toMatch(/^[a-z0-9-]*with|^ecdsa-with/i);
      expect(isSelfIssued(root)).toBe(true);
      expect(issuersOf(root)).toEqual([]);
    }
  });

  it('counts whole days, and below zero once it has expired', () => {
    const [root] = roots;
    if (root === undefined) throw new Error('no root');
    const end = Date.parse(root.validTo);
    expect(serverCertificate(root, end - 86_400_000 * 3).daysLeft).toBe(3);
    expect(serverCertificate(root, end - 1000).daysLeft).toBe(0);
    expect(serverCertificate(root, end + 1000).daysLeft).toBe(-1);
  });

  it('knows the strength of a key', () => {
    const bits = roots.flatMap((root) => keyOf(root).bits ?? []);
    expect(Math.min(...bits)).toBeGreaterThanOrEqual(1024);
    expect(roots.some((root) => keyOf(root).curve === 'secp384r1')).toBe(true);
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

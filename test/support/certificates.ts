import type { TlsReport } from '@twotwenty/contracts/certificate';

const DAY_MS = 24 * 3600 * 1000;

/** What a handshake shows of a good server. @param daysLeft until the certificate expires, from now */
export function aTlsReport(daysLeft = 60, fingerprint = 'a'.repeat(64)): TlsReport {
  const notAfter = new Date(Date.now() + (daysLeft + 0.5) * DAY_MS);
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    certificate: {
      subject: 'CN=mx1.example.com',
      issuer: 'CN=Example Issuer, O=Example',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: notAfter.toISOString(),
      fingerprint,
      names: ['mx1.example.com', 'mail.example.com'],
      serialNumber: '0A1B',
      key: 'EC prime256v1',
      signatureAlgorithm: 'ecdsa-with-SHA256',
      daysLeft,
    },
    issuers: [
      {
        subject: 'CN=Example Issuer, O=Example',
        issuer: 'CN=Example Root, O=Example',
        notBefore: '2020-01-01T00:00:00.000Z',
        notAfter: '2040-01-01T00:00:00.000Z',
        fingerprint: 'f'.repeat(64),
      },
    ],
    valid: true,
  };
}

import type { ProbeResult } from '@twotwenty/domain/probe';

/** The result of a probe that passed; `overrides` as wanted. */
export function aResult(overrides: Partial<ProbeResult> = {}): ProbeResult {
  return {
    ok: true,
    failure: null,
    reply: { code: 220, lines: ['mx.example.com ESMTP'], enhancedCode: null },
    quit: { code: 221 },
    extensions: null,
    tls: null,
    anomalies: [],
    timings: { dnsMs: 1.25, connectMs: 2, greetingMs: 30.5, ehloMs: null, tlsMs: null, quitMs: 4, totalMs: 38 },
    target: { host: 'mx.example.com', port: 25, security: 'none', address: '192.0.2.1' },
    transcript: [
      { atMs: 3.25, direction: '*', text: 'connected to 192.0.2.1 port 25' },
      { atMs: 33.75, direction: '<', text: '220 mx.example.com ESMTP' },
      { atMs: 34, direction: '>', text: 'QUIT' },
    ],
    ...overrides,
  };
}

/** The result of a probe that failed with 554. */
export function aRefusal(overrides: Partial<ProbeResult> = {}): ProbeResult {
  return aResult({
    ok: false,
    failure: { phase: 'greeting', code: 'greeting-no-service', message: 'The server greeted with 554: 554 5.7.1 No.' },
    reply: { code: 554, lines: ['5.7.1 No'], enhancedCode: '5.7.1' },
    ...overrides,
  });
}

/** The result of a probe that passed over STARTTLS; `overrides` as wanted. */
export function aTlsResult(overrides: Partial<ProbeResult> = {}): ProbeResult {
  return aResult({
    extensions: ['SIZE 10240000', '8BITMIME'],
    tls: {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      certificate: {
        subject: 'CN=mx.example.com',
        issuer: 'CN=Issuer 1, O=Example',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2026-04-01T23:59:59.000Z',
        fingerprint: 'ab'.repeat(32),
        names: ['mx.example.com', 'mail.example.com'],
        serialNumber: '0A1B2C',
        key: 'EC prime256v1',
        signatureAlgorithm: 'ecdsa-with-SHA256',
        daysLeft: 58,
      },
      issuers: [
        {
          subject: 'CN=Issuer 1, O=Example',
          issuer: 'CN=Root, O=Example',
          notBefore: '2020-01-01T00:00:00.000Z',
          notAfter: '2027-01-01T00:00:00.000Z',
          fingerprint: 'cd'.repeat(32),
        },
        {
          subject: 'CN=Root, O=Example',
          issuer: 'CN=Root, O=Example',
          notBefore: '2015-01-01T00:00:00.000Z',
          notAfter: '2035-01-01T00:00:00.000Z',
          fingerprint: 'ef'.repeat(32),
        },
      ],
      valid: true,
    },
    timings: { dnsMs: null, connectMs: 2, greetingMs: 30.5, ehloMs: 5, tlsMs: 42.5, quitMs: 4, totalMs: 90 },
    target: { host: 'mx.example.com', port: 25, security: 'starttls', address: '192.0.2.1' },
    ...overrides,
  });
}

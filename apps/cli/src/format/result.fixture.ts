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

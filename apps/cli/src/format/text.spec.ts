import { describe, expect, it } from 'vitest';
import { aRefusal, aResult, aTlsResult } from './result.fixture.js';
import { formatText } from './text.js';

describe('formatText', () => {
  it('shows a pass', () => {
    expect(formatText(aResult())).toBe(
      [
        'PASSED  mx.example.com:25 (192.0.2.1)',
        '',
        'Reply    220 mx.example.com ESMTP',
        'QUIT     answered 221',
        'Timings  dns 1.3 ms, connect 2.0 ms, greeting 30.5 ms, quit 4.0 ms, total 38.0 ms',
        '',
        'Transcript, with milliseconds since the beginning:',
        '       3.3  * connected to 192.0.2.1 port 25',
        '      33.8  < 220 mx.example.com ESMTP',
        '      34.0  > QUIT',
      ].join('\n'),
    );
  });

  it('shows a failure with what to look at, and what the reply says about trying again', () => {
    const text = formatText(aRefusal());
    expect(text).toMatch(/^FAILED {2}mx\.example\.com:25/);
    expect(text).toContain('Phase    greeting\nCode     greeting-no-service\nFailure  The server greeted with 554');
    expect(text).toMatch(/Look at {2}Access lists/);
    expect(text).toContain('Reply    554 5.7.1 No\n         (permanent, enhanced status 5.7.1)');
  });

  it('shows what EHLO offered, and what the handshake showed', () => {
    expect(formatText(aTlsResult({ transcript: [] }))).toBe(
      [
        'PASSED  mx.example.com:25 (192.0.2.1)',
        '',
        'Reply    220 mx.example.com ESMTP',
        'QUIT     answered 221',
        'Offers   SIZE 10240000, 8BITMIME',
        'Timings  connect 2.0 ms, greeting 30.5 ms, ehlo 5.0 ms, tls 42.5 ms, quit 4.0 ms, total 90.0 ms',
        '',
        'TLS      TLSv1.3, TLS_AES_256_GCM_SHA384',
        'Valid    yes: name, chain, dates and strength',
        'Subject  CN=mx.example.com',
        'Issuer   CN=Issuer 1, O=Example',
        'Names    mx.example.com, mail.example.com',
        'Dates    2026-01-01 to 2026-04-01 (58 days left)',
        'Key      EC prime256v1, signed with ecdsa-with-SHA256',
        'Serial   0A1B2C',
        `SHA-256  ${'ab'.repeat(32)}`,
        'Chain    CN=Issuer 1, O=Example (2020-01-01 to 2027-01-01)',
        '         CN=Root, O=Example (2015-01-01 to 2035-01-01)',
        '',
        'Transcript, with milliseconds since the beginning:',
      ].join('\n'),
    );
  });

  it.each([
    [-1, 'expired'],
    [0, '0 days left'],
    [1, '1 day left'],
  ])('says of %i days: %s', (daysLeft, words) => {
    const { tls } = aTlsResult();
    if (tls === null) throw new Error('no TLS');
    const text = formatText(
      aTlsResult({ tls: { ...tls, certificate: { ...tls.certificate, daysLeft }, valid: false } }),
    );
    expect(text).toContain(`Dates    2026-01-01 to 2026-04-01 (${words})`);
    expect(text).toContain('Valid    NO\n');
  });

  it('keeps long lists in lines, and copes with empty ones', () => {
    const { tls } = aTlsResult();
    if (tls === null) throw new Error('no TLS');
    const certificate = { ...tls.certificate, subject: '', names: [] };
    const extensions = Array.from({ length: 12 }, (_, i) => `X-EXTENSION-${i + 10}`);
    const text = formatText(aTlsResult({ tls: { ...tls, certificate, issuers: [] }, extensions }));
    expect(text).toContain('Offers   X-EXTENSION-10, ');
    expect(text).toContain('X-EXTENSION-15,\n         X-EXTENSION-16, ');
    expect(text).toMatch(/Subject {2}-\n.*\nNames {4}-\n/);
    expect(text).not.toContain('Chain');
  });

  it('tells what a reply says about trying again, and an enhanced code of one that says nothing', () => {
    const reply = { code: 451, lines: ['4.7.1 later'], enhancedCode: '4.7.1' };
    expect(formatText(aRefusal({ reply }))).toContain('\n         (temporary, enhanced status 4.7.1)\n');
    expect(formatText(aRefusal({ reply: { ...reply, enhancedCode: null } }))).toContain('\n         (temporary)\n');
    expect(formatText(aResult({ reply: { ...reply, code: 250 } }))).toContain('\n         (enhanced status 4.7.1)\n');
  });

  it('shows anomalies, a missing answer to QUIT, and IPv6 in brackets', () => {
    const text = formatText(
      aResult({
        quit: null,
        anomalies: [{ phase: 'quit', code: 'server-silent', message: 'Nothing came.' }],
        target: { host: '::1', port: 25, security: 'none', address: '::1' },
      }),
    );
    expect(text).toContain('PASSED  [::1]:25\n');
    expect(text).toContain('QUIT     not answered');
    expect(text).toContain('Anomaly  quit: Nothing came. [server-silent]');
  });

  it('copes with a code that it does not know', () => {
    const failure = { phase: 'tls', code: 'of-the-future', message: 'Odd.' } as const;
    expect(formatText(aResult({ ok: false, failure, reply: null }))).not.toMatch(/Look at|QUIT {5}/);
  });
});

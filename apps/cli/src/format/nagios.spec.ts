import { describe, expect, it } from 'vitest';
import type { TlsPolicy } from '@twotwenty/domain/probe';
import { formatNagios, formatNagiosUnknown, isWarning } from './nagios.js';
import { aRefusal, aResult, aTlsResult } from './result.fixture.js';

const POLICY: TlsPolicy = { certificate: 'require', warnDays: 14, failDays: null };

describe('formatNagios', () => {
  it('is OK with the reply and performance data', () => {
    expect(formatNagios(aResult(), POLICY)).toBe(
      'SMTP OK - 220 mx.example.com ESMTP | ' +
        'time=0.0380s;;;0 dns=0.0013s;;;0 connect=0.0020s;;;0 greeting=0.0305s;;;0 quit=0.0040s;;;0',
    );
  });

  it('is CRITICAL with the failure, without the phases that were not reached', () => {
    const timings = {
      dnsMs: null,
      connectMs: 2,
      greetingMs: null,
      ehloMs: null,
      tlsMs: null,
      quitMs: null,
      totalMs: 2,
    };
    expect(formatNagios(aRefusal({ timings }), POLICY)).toBe(
      'SMTP CRITICAL - greeting: The server greeted with 554: 554 5.7.1 No. | time=0.0020s;;;0 connect=0.0020s;;;0',
    );
  });

  it('names anomalies', () => {
    const anomalies = [{ phase: 'quit', code: 'server-silent', message: 'x' }] as const;
    expect(formatNagios(aResult({ anomalies }), POLICY)).toContain('ESMTP (anomalies: server-silent) | ');
  });

  it('tells the times and the days that TLS adds', () => {
    expect(formatNagios(aTlsResult(), POLICY)).toBe(
      'SMTP OK - 220 mx.example.com ESMTP | time=0.0900s;;;0 connect=0.0020s;;;0 greeting=0.0305s;;;0 ' +
        'ehlo=0.0050s;;;0 tls=0.0425s;;;0 quit=0.0040s;;;0 certificate_days=58;14:;',
    );
    expect(formatNagios(aTlsResult(), { ...POLICY, warnDays: 21, failDays: 7 })).toMatch(/certificate_days=58;21:;7:$/);
    expect(formatNagios(aTlsResult(), { ...POLICY, warnDays: null })).toMatch(/certificate_days=58;;$/);
  });

  it.each(['certificate-expires-soon', 'certificate-expired', 'certificate-not-yet-valid'])(
    'is WARNING for %s, and names everything else too',
    (code) => {
      const anomalies = [
        { phase: 'tls', code: 'tls-old-version', message: 'Old.' },
        { phase: 'tls', code, message: 'About the dates.' },
      ] as const;
      const result = aTlsResult({ anomalies });
      expect(isWarning(result)).toBe(true);
      expect(formatNagios(result, POLICY)).toContain(
        `SMTP WARNING - tls: About the dates. (anomalies: tls-old-version, ${code}) | `,
      );
    },
  );

  it('is CRITICAL for a failure, whatever there is to warn of', () => {
    const anomalies = [{ phase: 'tls', code: 'certificate-expires-soon', message: 'Soon.' }] as const;
    expect(formatNagios(aRefusal({ anomalies }), POLICY)).toMatch(/^SMTP CRITICAL - greeting: .*expires-soon/);
    expect(isWarning(aRefusal({ anomalies }))).toBe(false);
  });

  it.each(['certificate-self-signed', 'certificate-wrong-name', 'greeting-slow', 'of-the-future'])(
    'is OK with %s, which may be so for years',
    (code) => {
      const result = aTlsResult({ anomalies: [{ phase: 'tls', code, message: 'x' }] });
      expect(isWarning(result)).toBe(false);
      expect(formatNagios(result, POLICY)).toMatch(/^SMTP OK - /);
    },
  );

  it('lets nothing from the server break the line', () => {
    const reply = { code: 220, lines: ['a|b', 'c\nd\r\u2028e'], enhancedCode: null };
    const line = formatNagios(aResult({ reply }), POLICY);
    expect(line.split(' | ')[0]).toBe('SMTP OK - 220 a/b c d e');
    expect(line.split('|')).toHaveLength(2);
  });
});

describe('formatNagiosUnknown', () => {
  it('is one line', () => expect(formatNagiosUnknown('bad\n|port')).toBe('SMTP UNKNOWN - bad /port'));
});

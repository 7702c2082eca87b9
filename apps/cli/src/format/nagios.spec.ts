import { describe, expect, it } from 'vitest';
import { formatNagios, formatNagiosUnknown } from './nagios.js';
import { aRefusal, aResult } from './result.fixture.js';

describe('formatNagios', () => {
  it('is OK with the reply and performance data', () => {
    expect(formatNagios(aResult())).toBe(
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
    expect(formatNagios(aRefusal({ timings }))).toBe(
      'SMTP CRITICAL - greeting: The server greeted with 554: 554 5.7.1 No. | time=0.0020s;;;0 connect=0.0020s;;;0',
    );
  });

  it('names anomalies', () => {
    const anomalies = [{ phase: 'quit', code: 'server-silent', message: 'x' }] as const;
    expect(formatNagios(aResult({ anomalies }))).toContain('ESMTP (anomalies: server-silent) | ');
  });

  it('lets nothing from the server break the line', () => {
    const line = formatNagios(aResult({ reply: { code: 220, lines: ['a|b', 'c\nd\r\u2028e'], enhancedCode: null } }));
    expect(line.split(' | ')[0]).toBe('SMTP OK - 220 a/b c d e');
    expect(line.split('|')).toHaveLength(2);
  });
});

describe('formatNagiosUnknown', () => {
  it('is one line', () => expect(formatNagiosUnknown('bad\n|port')).toBe('SMTP UNKNOWN - bad /port'));
});

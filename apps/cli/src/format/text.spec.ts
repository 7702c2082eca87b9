import { describe, expect, it } from 'vitest';
import { aRefusal, aResult } from './result.fixture.js';
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

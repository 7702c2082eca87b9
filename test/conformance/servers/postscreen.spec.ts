import { probe } from '@twotwenty/smtp/probe';
import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import type { MailTestServer } from '@twotwenty/testing/mail-server-options';
import { type PostfixOptions, startPostfix } from '@twotwenty/testing/postfix';
import { waitFor } from '@twotwenty/testing/wait-for';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { POSTFIX, settled, targetOf, visit } from '../support/real-servers.js';
import { occupy, talkTooEarly } from '../support/visitors.js';

const teaser = 'postscreen_greet_banner = mta.test ESMTP wait a moment';

let certificates: TestCertificates;
beforeAll(async () => void (certificates = await createTestCertificates()));

async function start(settings: readonly string[], options: PostfixOptions = {}): Promise<MailTestServer> {
  const server = await startPostfix({ postscreen: true, settings: [teaser, ...settings], ...options });
  onTestFinished(() => server.stop());
  return server;
}

describe('postscreen', () => {
  test.each(['127.0.0.1', '::1'])('lets in who waits for the last line of the greeting, on %s', async (host) => {
    const server = await settled(POSTFIX, await start(['postscreen_greet_wait = 2s'], { host }));
    for (const ehloName of [null, 'probe.test']) {
      const { result, quits } = await visit(POSTFIX, server, { ehloName }, 1);
      expect(result).toMatchObject({ ok: true, failure: null, quit: { code: 221 } });
      expect(result.reply).toMatchObject({
        code: 220,
        lines: ['mta.test ESMTP wait a moment', 'mta.test ESMTP Postfix'],
      });
      expect(result.anomalies.map((each) => each.code)).toEqual(['greeting-slow']);
      expect(result.timings.greetingMs).toBeGreaterThan(1_900);
      expect(quits).toBe(1);
    }
    expect(server.logs()).not.toMatch(/PREGREET|COMMAND|HANGUP|fatal|panic/);
    // The log does tell of those who do not wait.
    await talkTooEarly(server);
    await waitFor(() => server.logs().includes('PREGREET'), { what: 'PREGREET in the log' });
  });

  test('is gone through to TLS, at smtpd or at postscreen itself with its deeper tests', async () => {
    const certificate = await certificates.get('valid');
    for (const settings of [[], ['postscreen_pipelining_enable = yes', 'postscreen_pipelining_action = enforce']]) {
      const server = await start(settings, { certificate });
      const trustedCertificates = [certificates.authority];
      // With the deeper tests postscreen holds the whole session, and its log does not tell of QUIT.
      const { result } = await visit(POSTFIX, server, { security: 'starttls' }, 0, { trustedCertificates });
      expect(result).toMatchObject({ ok: true, failure: null, tls: { valid: true }, quit: { code: 221 } });
      expect(server.logs()).not.toMatch(/PREGREET|COMMAND|PIPELINING|fatal|panic/);
    }
  });

  test('turns away whom its list denies', async () => {
    const deny = ['postscreen_access_list = cidr:{{127.0.0.0/8 reject}}', 'postscreen_denylist_action = drop'];
    const server = await start(deny);
    const { result } = await visit(POSTFIX, server, {}, 0);
    expect(result).toMatchObject({ ok: false, failure: { phase: 'greeting' }, reply: { enhancedCode: '5.3.2' } });
    expect([
      [521, 'greeting-no-mail'],
      [550, 'greeting-permanent'],
    ]).toContainEqual([result.reply?.code, result.failure?.code]);
    await waitFor(() => server.logs().includes('DENYLISTED'), { what: 'DENYLISTED in the log' });
  });

  test('limits the connections of one client', async () => {
    const server = await start(['postscreen_client_connection_count_limit = 1']);
    await occupy(server);
    const result = await probe(targetOf(server), { maxTestDurationMs: 10_000 });
    expect(result).toMatchObject({ ok: false, failure: { phase: 'greeting', code: 'greeting-not-available' } });
    expect(result.reply).toMatchObject({ code: 421, enhancedCode: '4.7.0' });
  });
});

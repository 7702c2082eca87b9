import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import type { MailTestServer } from '@twotwenty/testing/mail-server-options';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIM, expectPass, NODE_SMTP_SERVER, OPENSMTPD, POSTFIX, settled, visit } from '../support/real-servers.js';

let certificates: TestCertificates;
beforeAll(async () => void (certificates = await createTestCertificates()));

describe.each([POSTFIX, EXIM, OPENSMTPD, NODE_SMTP_SERVER])('$name', (kind) => {
  describe.each(['127.0.0.1', '::1'])('on %s', (host) => {
    let server: MailTestServer;
    beforeAll(async () => {
      server = await settled(kind, await kind.start({ host, certificate: await certificates.get('valid') }));
    });
    afterAll(() => server?.stop());

    test('is left with QUIT after its greeting', async () => {
      const seen = await visit(kind, server, {}, 1);
      expectPass(seen, 'none');
      expect(seen.result).toMatchObject({ extensions: null, tls: null, target: { address: host } });
      expect(seen.result.timings).toMatchObject({ dnsMs: null, ehloMs: null, tlsMs: null });
    });

    test('says what it can do to whom has an EHLO name', async () => {
      const seen = await visit(kind, server, { ehloName: 'probe.test' }, 1);
      expectPass(seen, 'none');
      expect(seen.result.extensions).toContain('8BITMIME');
      expect(seen.result.extensions).toContain('STARTTLS');
    });

    test.each(['starttls', 'tls'] as const)('is probed with %s', async (security) => {
      const trustedCertificates = [certificates.authority];
      const isBroken = tlsIsBroken(server);
      const seen = await visit(kind, server, { security }, isBroken ? 0 : 1, { trustedCertificates });
      if (isBroken) {
        expect(seen).toMatchObject({ quits: 0, result: { failure: { phase: 'tls', code: 'tls-refused' }, tls: null } });
        return;
      }
      expectPass(seen, security);
      expect(seen.result.tls).toMatchObject({
        protocol: 'TLSv1.3',
        valid: true,
        certificate: {
          subject: 'CN=mta.test',
          issuer: 'CN=TwoTwenty Test Authority',
          key: 'RSA 2048',
          daysLeft: 364,
          signatureAlgorithm: 'ecdsa-with-SHA256',
        },
      });
      if (security === 'tls') expect(seen.result.extensions).toBeNull();
      // Said again within TLS (RFC 3207 §4.2), where STARTTLS is not offered a second time.
      else expect(seen.result.extensions).not.toContain('STARTTLS');
    });
  });

  test('stands at a name with both addresses', async () => {
    const server = await settled(kind, await kind.start({}));
    try {
      expectPass(await visit(kind, server, { host: 'localhost', ehloName: 'probe.test' }, 1), 'none');
    } finally {
      await server.stop();
    }
  });
});

/** OpenSMTPD 6.8, which Debian 12 has, breaks off every handshake, for it does not get along with OpenSSL 3. */
function tlsIsBroken(server: MailTestServer): boolean {
  return server.logs().includes('OpenSMTPD 6.');
}

import type { ProbeTarget } from '@twotwenty/domain/probe';
import { type CertificateKind, createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import type { MailTestServer } from '@twotwenty/testing/mail-server-options';
import { startPostfix } from '@twotwenty/testing/postfix';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { EXIM, expectPass, NODE_SMTP_SERVER, POSTFIX, settled, visit, type Visit } from '../support/real-servers.js';

let certificates: TestCertificates;
beforeAll(async () => void (certificates = await createTestCertificates()));

/** What is wrong about each kind of certificate; nothing about those without a code. */
const PROBLEMS: readonly { kind: CertificateKind; code?: string }[] = [
  { kind: 'elliptic' },
  { kind: 'with-intermediate' },
  { kind: 'without-intermediate', code: 'certificate-untrusted' },
  { kind: 'expired', code: 'certificate-expired' },
  { kind: 'not-yet-valid', code: 'certificate-not-yet-valid' },
  { kind: 'wrong-name', code: 'certificate-wrong-name' },
  { kind: 'self-signed', code: 'certificate-self-signed' },
  { kind: 'untrusted', code: 'certificate-untrusted' },
  { kind: 'weak-key', code: 'certificate-weak' },
  { kind: 'weak-signature', code: 'certificate-weak' },
  { kind: 'large' },
];

const SECURITIES = ['starttls', 'tls'] as const;

const require = { certificate: 'require', warnDays: null, failDays: null } as const;
const report = { certificate: 'report', warnDays: null, failDays: null } as const;

describe.each([POSTFIX, EXIM, NODE_SMTP_SERVER])('$name', (mta) => {
  let server: MailTestServer;

  async function startWith(kind: CertificateKind): Promise<void> {
    server = await settled(mta, await mta.start({ certificate: await certificates.get(kind) }));
  }

  function see(changes: Partial<ProbeTarget>, quits = 1): Promise<Visit> {
    return visit(mta, server, changes, quits, { trustedCertificates: [certificates.authority] });
  }

  describe.each(PROBLEMS)('with a certificate that is $kind', ({ kind, code }) => {
    beforeAll(() => startWith(kind));
    afterAll(() => server?.stop());

    test.each(SECURITIES)('fails over %s exactly if it is not valid and has to be', async (security) => {
      const seen = await see({ security, tls: require });
      expect(seen.result.tls?.valid).toBe(code === undefined);
      if (code === undefined) {
        expectPass(seen, security);
        return;
      }
      expect(seen.result).toMatchObject({ ok: false, failure: { phase: 'tls', code }, anomalies: [] });
      // It leaves with QUIT all the same, and that within TLS.
      expect(seen).toMatchObject({ quits: 1, result: { quit: { code: 221 } } });
    });

    test.each(SECURITIES)('passes over %s where it is only reported', async (security) => {
      const seen = await see({ security, tls: report });
      expect(seen).toMatchObject({ quits: 1, result: { ok: true, failure: null, quit: { code: 221 } } });
      expect(seen.result.anomalies.map((each) => each.code)).toEqual(code === undefined ? [] : [code]);
      expect(seen.result.tls?.valid).toBe(code === undefined);
    });
  });

  describe('with a certificate that expires in ten days', () => {
    beforeAll(() => startWith('expires-soon'));
    afterAll(() => server?.stop());

    test.each([
      { warnDays: 10, failDays: 10, failure: null, anomalies: [] },
      { warnDays: 11, failDays: 10, failure: null, anomalies: ['certificate-expires-soon'] },
      { warnDays: 30, failDays: 11, failure: 'certificate-expires-within-limit', anomalies: [] },
    ])(
      '$warnDays days to the warning, $failDays to the failure',
      async ({ warnDays, failDays, failure, anomalies }) => {
        for (const certificate of ['require', 'report'] as const) {
          const { result, quits } = await see({ security: 'starttls', tls: { certificate, warnDays, failDays } });
          expect(result.tls?.certificate.daysLeft).toBe(10);
          expect(result.failure?.code ?? null).toBe(failure);
          expect(result.anomalies.map((each) => each.code)).toEqual(anomalies);
          expect(quits).toBe(1);
        }
      },
    );
  });

  describe('with a certificate of more than 100 KiB', () => {
    beforeAll(() => startWith('huge'));
    afterAll(() => server?.stop());

    test.each(SECURITIES)('gives up the handshake over %s', async (security) => {
      const { result, quits } = await see({ security, tls: report }, 0);
      expect(result).toMatchObject({ ok: false, failure: { phase: 'tls', code: 'tls-certificate-too-large' } });
      expect(result).toMatchObject({ tls: null, quit: null });
      expect(quits).toBe(0);
    });
  });
});

test('only TLS 1.0 is an anomaly', async () => {
  const certificate = await certificates.get('valid');
  const server = await startPostfix({
    certificate,
    settings: [
      'smtpd_tls_protocols = !TLSv1.1 !TLSv1.2 !TLSv1.3',
      'smtpd_tls_mandatory_protocols = !TLSv1.1 !TLSv1.2 !TLSv1.3',
    ],
  });
  onTestFinished(() => server.stop());
  const options = { trustedCertificates: [certificates.authority] };
  for (const security of SECURITIES) {
    const { result } = await visit(POSTFIX, await settled(POSTFIX, server), { security }, 1, options);
    expect(result).toMatchObject({ ok: true, tls: { protocol: 'TLSv1', valid: true } });
    expect(result.anomalies.map((each) => each.code)).toEqual(['tls-old-version']);
  }
});

test('a name is asked for by SNI and held against the certificate', async () => {
  const certificate = await certificates.get('valid');
  const server = await settled(EXIM, await EXIM.start({ certificate }));
  onTestFinished(() => server.stop());
  const options = {
    trustedCertificates: [certificates.authority],
    lookup: () => Promise.resolve([{ address: server.host, family: 4 as const }]),
  };
  expectPass(await visit(EXIM, server, { security: 'starttls', host: 'mta.test' }, 1, options), 'starttls');
  const { result } = await visit(EXIM, server, { security: 'starttls', host: 'other.test' }, 1, options);
  expect(result).toMatchObject({ failure: { phase: 'tls', code: 'certificate-wrong-name' }, quit: { code: 221 } });
});

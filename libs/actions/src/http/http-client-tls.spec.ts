import { type CertificateKind, createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HttpResult } from './http-client.js';
import { aClient, unhurried } from './notice.fixture.js';
import { answers, startReceiver } from './receiver.fixture.js';

describe('an HTTP client with TLS', () => {
  let certificates: TestCertificates;
  beforeAll(async () => {
    certificates = await createTestCertificates();
  }, 30_000);

  async function sendTo(kind: CertificateKind, authorities: readonly string[]): Promise<HttpResult> {
    const receiver = await startReceiver(answers(200, 'taken'), await certificates.get(kind));
    const request = { method: 'POST', url: new URL(receiver.url()), headers: {}, body: '' } as const;
    return aClient({ authorities }).send(request, unhurried().signal);
  }

  it('trusts the authorities it is given', async () => {
    expect((await sendTo('valid', [certificates.authority])).answer?.body).toBe('taken');
  });

  it('does not trust them otherwise', async () => {
    const { failure } = await sendTo('valid', []);
    expect(failure).toEqual({
      retryable: true,
      error: 'The certificate of localhost was issued by nobody who is trusted here: add the authority that issued it',
    });
  });

  it.each([
    ['expired', 'The certificate of localhost has expired'],
    ['not-yet-valid', 'The certificate of localhost is not valid yet'],
    ['wrong-name', 'The certificate of localhost is made out to other names'],
    ['self-signed', 'The certificate of localhost was issued by nobody who is trusted here'],
    ['untrusted', 'The certificate of localhost was issued by nobody who is trusted here'],
  ] as const)('refuses a certificate that is %s', async (kind, error) => {
    const { failure } = await sendTo(kind, [certificates.authority]);
    expect(failure?.error).toContain(error);
  });

  it('refuses an authority that is none', () => {
    expect(() => aClient({ authorities: [certificates.authority, 'x'] })).toThrow('authorities.1 is no certificate');
  });

  it('is not to be told by the environment that certificates do not matter', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect((await sendTo('untrusted', [])).answer).toBeNull();
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('says that a receiver does not speak TLS', async () => {
    const receiver = await startReceiver(answers(200));
    const url = new URL(`https://127.0.0.1:${receiver.port}/`);
    const { failure } = await aClient().send({ method: 'POST', url, headers: {}, body: '' }, unhurried().signal);
    expect(failure?.error).toContain('if it speaks HTTP without TLS, write http:// in the URL');
  });
});

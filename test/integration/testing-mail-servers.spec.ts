import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { CERTIFICATE_KINDS, createTestCertificates } from '@twotwenty/testing/certificates';
import { startExim } from '@twotwenty/testing/exim';
import { startMailServer } from '@twotwenty/testing/mail-server';
import { startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { startOpenSmtpd } from '@twotwenty/testing/opensmtpd';
import { startPostfix } from '@twotwenty/testing/postfix';
import { smtpGreeting } from '@twotwenty/testing/smtp-greeting';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import type { TestServer } from '@twotwenty/testing/server-process';
import { describe, expect, onTestFinished, test } from 'vitest';

function stopped<Server extends TestServer>(server: Server): Server {
  onTestFinished(() => server.stop());
  return server;
}

const mailServers = [
  { name: 'smtp-sink', start: () => startSmtpSink(), greeting: /^220 smtp-sink ESMTP/ },
  { name: 'a full mail server', start: () => startMailServer(), greeting: /^220 mta\.test ESMTP (Exim 4|Postfix)/ },
  { name: 'Postfix', start: () => startPostfix(), greeting: /^220 mta\.test ESMTP Postfix/ },
  { name: 'postscreen', start: () => startPostfix({ postscreen: true }), greeting: /^220-mta\.test ESMTP Postfix/ },
  { name: 'OpenSMTPD', start: () => startOpenSmtpd(), greeting: /^220 mta\.test ESMTP OpenSMTPD/ },
  { name: 'smtp-server', start: () => startNodeSmtpServer(), greeting: /^220 mta\.test ESMTP/ },
];

describe.each(mailServers)('$name', ({ start, greeting }) => {
  test.each(['stop', 'kill'] as const)('greets, refuses after %s, and greets again on the same port', async (end) => {
    const server = stopped(await start());
    expect(await smtpGreeting(server.port, server.host, 10_000)).toMatch(greeting);
    await server[end]();
    expect(server.pid).toBeUndefined();
    await expect(smtpGreeting(server.port)).rejects.toThrow(/ECONNREFUSED/);
    await server.start();
    expect(await smtpGreeting(server.port, server.host, 10_000)).toMatch(greeting);
  });
});

describe('a mail server that cannot start', () => {
  test.each([
    { name: 'Exim', start: () => startExim({ settings: ['no_such_option = 1'] }) },
    { name: 'OpenSMTPD', start: () => startOpenSmtpd({ settings: ['no such directive'] }) },
  ])('says why: $name', async ({ start }) => {
    await expect(start()).rejects.toThrow(/no_such_option|syntax error/);
  });
});

describe('certificates', () => {
  test('of every kind are made, each wrong in its own way', async () => {
    const certificates = await createTestCertificates();
    const authority = new X509Certificate(certificates.authority);
    const made = new Map<string, X509Certificate>();
    for (const kind of CERTIFICATE_KINDS) {
      made.set(kind, new X509Certificate((await certificates.get(kind)).chain));
    }
    const issued = [...made].filter(([, certificate]) => certificate.verify(authority.publicKey)).map(([kind]) => kind);
    const byIntermediates = ['with-intermediate', 'without-intermediate', 'expired-intermediate'];
    const foreign = [...byIntermediates, 'self-signed', 'expired-self-signed', 'untrusted'];
    expect(issued).toEqual(CERTIFICATE_KINDS.filter((kind) => !foreign.includes(kind)));
    for (const name of ['localhost', 'mta.test']) expect(made.get('valid')?.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1']) expect(made.get('valid')?.checkIP(address)).toBe(address);
    expect(made.get('huge')?.raw.length).toBeGreaterThan(100 * 1024);
    expect(made.get('large')?.raw.length).toBeGreaterThan(98 * 1024);
    expect(made.get('large')?.raw.length).toBeLessThan(100 * 1024 - 512);
    expect(await certificates.get('valid')).toBe(await certificates.get('valid'));
  });

  test.each([
    { name: 'Postfix', start: startPostfix },
    { name: 'Exim', start: startExim },
    { name: 'smtp-server', start: startNodeSmtpServer },
  ])('are served on the second port: $name', async ({ start }) => {
    const certificates = await createTestCertificates();
    const certificate = await certificates.get('with-intermediate');
    const server = stopped(await start({ certificate, host: '::1' }));
    const socket = connect({ host: server.host, port: server.tlsPort ?? 0, ca: certificates.authority });
    onTestFinished(() => void socket.destroy());
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    expect(greeting.toString()).toMatch(/^220 mta\.test/);
    expect(socket.authorized).toBe(true);
  });
});

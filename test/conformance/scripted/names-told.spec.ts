import { hostname } from 'node:os';
import type { ProbeTarget } from '@twotwenty/domain/probe';
import { probe, type ProbeOptions } from '@twotwenty/smtp/probe';
import { startScriptedServer } from '@twotwenty/testing/scripted-server';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { describeServers, resolvesTo, usesPort } from './support/cases.js';
import { prepareCertificates, trustedCertificates } from './support/certificates.js';
import { FAREWELL, hear, perform, type Step, tls } from './support/steps.js';
import { aTarget } from './support/target.js';

const TO_TLS: readonly Step[] = [
  '220 mx.test\r\n',
  hear('EHLO '),
  hear('\r\n'),
  '250-mx.test\r\n250 STARTTLS\r\n',
  hear('STARTTLS\r\n'),
  '220 go\r\n',
];
const IN_TLS: readonly Step[] = [tls(), hear('EHLO '), hear('\r\n'), '250 mx.test\r\n', ...FAREWELL];

/** What a well-behaved server with STARTTLS is told by the probe. */
async function visit(
  { task, onTestFinished }: TestContext,
  target: Partial<ProbeTarget>,
  options: Partial<ProbeOptions> = {},
  host = '127.0.0.1',
) {
  const server = await startScriptedServer((peer) => perform([...TO_TLS, ...IN_TLS], peer), host);
  onTestFinished(() => server.stop());
  usesPort(task.name, server.port);
  const { ok } = await probe(aTarget({ host, port: server.port, security: 'starttls', ...target }), {
    maxTestDurationMs: 8_000,
    trustedCertificates: await trustedCertificates(),
    lookup: resolvesTo(host),
    ...options,
  });
  const [peer] = server.peers;
  const helloOf = (text = ''): string | undefined => /EHLO (.*)\r\n/.exec(text)?.[1];
  const inClear = helloOf(peer?.receivedInClear);
  expect(helloOf(peer?.receivedInTls)).toBe(inClear);
  return { ok, ehloName: inClear, servername: peer?.servername };
}

describeServers('the server is told', () => {
  beforeAll(() => prepareCertificates('valid'));

  describe('the host in SNI', () => {
    it.concurrent.for([
      ['mta.test', 'mta.test'],
      ['mta.test.', 'mta.test'],
      ['localhost', 'localhost'],
    ] as const)('%s', async ([host, servername], context) => {
      expect(await visit(context, { host })).toMatchObject({ ok: true, servername });
    });

    it.concurrent.for(['127.0.0.1', '::1'])('but not an address: %s', async (address, context) => {
      expect(await visit(context, { host: address }, {}, address)).toMatchObject({ ok: true, servername: null });
    });
  });

  describe('the EHLO name', () => {
    it.concurrent('of the monitor, before that of the machine', async (context) => {
      const told = await visit(context, { ehloName: 'monitor.example' }, { ehloName: 'worker.example' });
      expect(told).toMatchObject({ ok: true, ehloName: 'monitor.example' });
    });

    it.concurrent('of the machine, where the monitor has none', async (context) => {
      const told = await visit(context, {}, { ehloName: 'worker.example' });
      expect(told).toMatchObject({ ok: true, ehloName: 'worker.example' });
    });

    it.concurrent.for([
      ['127.0.0.1', '[127.0.0.1]'],
      ['::1', '[IPv6:::1]'],
    ] as const)('or a name with a domain, or an address as a literal: %s', async ([address, literal], context) => {
      const { ok, ehloName } = await visit(context, {}, {}, address);
      expect(ok).toBe(true);
      expect(hostname().includes('.') ? [hostname(), literal] : [literal]).toContain(ehloName);
    });
  });
});

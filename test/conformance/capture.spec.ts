import type { ProbeTarget } from '@twotwenty/domain/probe';
import { probe } from '@twotwenty/smtp/probe';
import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { startExim } from '@twotwenty/testing/exim';
import type { MailServerOptions, MailTestServer } from '@twotwenty/testing/mail-server-options';
import { startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { startOpenSmtpd } from '@twotwenty/testing/opensmtpd';
import { startPostfix } from '@twotwenty/testing/postfix';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Capture, startCapture } from './support/capture.js';
import { type Connection, streamOf } from './support/pcap.js';
import { mayCapture, runSpecInPrivateNetwork } from '../support/private-network.js';
import { untilNoSession } from './support/open-sessions.js';
import { targetOf } from './support/real-servers.js';

let certificates: TestCertificates;
beforeAll(async () => void (certificates = await createTestCertificates()));

const SERVERS: readonly { name: string; start: (options: MailServerOptions) => Promise<MailTestServer> }[] = [
  { name: 'Postfix', start: startPostfix },
  {
    name: 'postscreen',
    start: (options) => startPostfix({ ...options, postscreen: true, settings: ['postscreen_greet_banner = wait'] }),
  },
  {
    name: 'Exim with several lines',
    start: (options) => startExim({ ...options, settings: ['smtp_banner = "one\\ntwo\\nthree"'] }),
  },
  { name: 'OpenSMTPD', start: startOpenSmtpd },
  { name: 'smtp-server', start: startNodeSmtpServer },
];

if (!mayCapture()) {
  test('holds in a network of its own, where a plain user may capture', { timeout: 60_000 }, () =>
    runSpecInPrivateNetwork('conformance', 'conformance/capture'),
  );
}

describe.each(mayCapture() ? SERVERS : [])('on the wire to $name', ({ start }) => {
  let server: MailTestServer;
  let capture: Capture;
  let captured = new Map<number, number>();

  beforeAll(async () => {
    server = await start({ certificate: await certificates.get('valid') });
    await untilNoSession(server.port);
    capture = await startCapture([server.port, server.tlsPort ?? 0]);
    captured = new Map();
  });
  afterAll(async () => {
    await capture?.stop();
    await server?.stop();
  });

  /** The packets of one probe. */
  async function watch(changes: Partial<ProbeTarget>): Promise<Connection> {
    const target = targetOf(server, changes);
    const count = (captured.get(target.port) ?? 0) + 1;
    captured.set(target.port, count);
    await probe(target, { maxTestDurationMs: 10_000, trustedCertificates: [certificates.authority] });
    const connections = await capture.connections(target.port, count);
    expect(connections).toHaveLength(count);
    const latest = connections.at(-1);
    return latest ?? expect.unreachable();
  }

  test.each([{}, { ehloName: 'probe.test' }])('in clear text, %j', async (changes) => {
    const connection = await watch(changes);
    expectSilenceBeforeGreeting(connection);
    expectOwnEnd(connection);
    const ehlo = 'ehloName' in changes ? 'EHLO probe.test\r\n' : '';
    expect(streamOf(connection, 'client').toString('latin1')).toBe(`${ehlo}QUIT\r\n`);
  });

  test('with STARTTLS', async () => {
    const connection = await watch({ security: 'starttls', ehloName: 'probe.test' });
    expectSilenceBeforeGreeting(connection);
    expectOwnEnd(connection);
    const sent = streamOf(connection, 'client').toString('latin1');
    // A record of the handshake of TLS follows (RFC 8446 §5.1), and nothing in clear text ever after.
    expect(sent.startsWith('EHLO probe.test\r\nSTARTTLS\r\n\x16\x03')).toBe(true);
    expect(sent).not.toContain('QUIT');
    const afterCommand = connection.segments.find(({ payload }) => payload.toString('latin1').startsWith('\x16\x03'));
    expect(afterCommand?.from).toBe('client');
  });

  test('with TLS from the start', async () => {
    const connection = await watch({ security: 'tls' });
    expectOwnEnd(connection);
    const sent = streamOf(connection, 'client');
    expect([...sent.subarray(0, 2)]).toEqual([0x16, 0x03]);
  });
});

/** RFC 5321 §4.3.1: not an octet before the last one of the greeting has arrived here, as our acknowledgement tells. */
function expectSilenceBeforeGreeting({ segments }: Connection): void {
  const first = segments.findIndex(({ from, payload }) => from === 'client' && payload.length > 0);
  expect(first).toBeGreaterThan(0);
  const before = segments.slice(0, first).filter(({ from }) => from === 'server');
  const heard = Buffer.concat(before.map(({ payload }) => payload)).toString('latin1');
  expect(heard).toMatch(/^(?:220-[^\n]*\r\n)*220 [^\n]*\r\n$/);
  const end = Math.max(...before.map(({ sequence, payload }) => sequence + payload.length));
  expect(segments[first]?.acknowledged).toBe(end);
}

/**
 * We end the connection ourselves with FIN, once, and never with RST. A server that closes for good after its 221 answers
 * our farewell in TLS (RFC 8446 §6.1) with a RST of its own, and after that there is nothing to end.
 */
function expectOwnEnd({ segments }: Connection): void {
  const own = segments.filter(({ from }) => from === 'client');
  const wasReset = segments.some(({ from, rst }) => from === 'server' && rst);
  const fins = new Set(own.filter(({ fin }) => fin).map(({ sequence }) => sequence));
  expect(own.filter(({ rst }) => rst)).toEqual([]);
  if (!wasReset) expect(fins.size).toBe(1);
  const last = own.filter(({ payload }) => payload.length > 0).at(-1);
  for (const fin of fins) expect(fin).toBe((last?.sequence ?? 0) + (last?.payload.length ?? 0));
}

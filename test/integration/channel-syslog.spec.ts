import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { openEnded, sampleNotice } from '@twotwenty/actions/sample-notice.fixture';
import { createSyslogChannel, type SyslogSettings } from '@twotwenty/actions/syslog/syslog-channel';
import { syslogSettings } from '@twotwenty/contracts/actions/syslog';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { createTestCertificates } from '@twotwenty/testing/certificates';
import { startRsyslogd } from '@twotwenty/testing/rsyslogd';
import { closedPort } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { describe, expect, onTestFinished, test } from 'vitest';

const channel = createSyslogChannel();
const schema = syslogSettings(plainSecretSchema);

function settingsFor(port: number, changes: Record<string, unknown> = {}): SyslogSettings {
  return schema.parse({ host: '127.0.0.1', port, hostname: 'monitor', ...changes });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

/** Keeps what connections bring, and ends them when the other side has. */
function collecting(received: string[]): (socket: Socket) => void {
  return (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => received.push(data.toString()));
  };
}

describe('rsyslogd', () => {
  test.each([
    { transport: 'udp' },
    { transport: 'tcp', framing: 'octet-counting' },
    { transport: 'tcp', framing: 'line-break' },
  ])('understands every part of a message by $transport $framing', async (how) => {
    const collector = await startRsyslogd();
    onTestFinished(() => collector.stop());
    const notice = sampleNotice(
      { kind: 'recovery', subject: 'Köln is Up\r\n<0>1 forged' },
      { monitor: 'a "b" ] \\ c' },
    );
    const settings = settingsFor(collector.port, { ...how, facility: 'mail', recoverySeverity: 'warning' });
    expect(await channel.deliver(notice, settings, openEnded())).toMatchObject({ ok: true });
    const records = await waitFor(() => collector.records().length > 0 && collector.records(), { what: 'a record' });
    expect(records).toEqual([
      {
        facility: 'mail',
        severity: 'warning',
        timestamp: '2026-03-02T02:14:45.000Z',
        hostname: 'monitor',
        appName: 'twotwenty',
        processId: String(process.pid),
        messageId: 'recovery',
        structuredData: expect.stringMatching(
          /^\[twotwenty@32473 id=".* monitor="a \\"b\\" \\\] \\\\ c" .*\]$/,
        ) as string,
        message: '\ufeffKöln is Up <0>1 forged',
      },
    ]);
  });
});

describe('UDP', () => {
  test('a datagram keeps to its limit', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void socket.close());
    await once(socket, 'listening');
    const received = once(socket, 'message') as Promise<[Buffer]>;
    const notice = sampleNotice({ subject: 'ü'.repeat(5000) });
    expect(await channel.deliver(notice, settingsFor(socket.address().port), openEnded())).toMatchObject({ ok: true });
    const [datagram] = await received;
    expect(datagram.length).toBeGreaterThan(2040);
    expect(datagram.length).toBeLessThanOrEqual(2048);
    expect(datagram.toString()).toMatch(/ü…$/);
  });

  test('a port where nobody listens is noticed when the host says so', async () => {
    const outcome = await channel.deliver(sampleNotice(), settingsFor(await closedPort()), openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: true });
    expect(outcome).toHaveProperty('error', expect.stringContaining('ECONNREFUSED'));
  });
});

describe('TCP', () => {
  test('a collector that resets the connection has not taken the message', async () => {
    const port = await listen(createTcpServer((socket) => void socket.once('data', () => socket.resetAndDestroy())));
    const outcome = await channel.deliver(sampleNotice(), settingsFor(port, { transport: 'tcp' }), openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: true });
    expect(outcome).toHaveProperty('error', expect.stringMatching(/did not take the message: .*ECONNRESET/));
  });

  test('a collector that never ends the connection has not taken it, when the time is over', async () => {
    const controller = new AbortController();
    const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
      socket.resume().on('error', () => undefined);
      socket.once('end', () => controller.abort());
    });
    const settings = settingsFor(await listen(server), { transport: 'tcp' });
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded(controller));
    expect(outcome).toMatchObject({ ok: false, retryable: true });
    expect(outcome).toHaveProperty('error', expect.stringMatching(/the time for the delivery was over$/));
  });
});

describe('TLS', () => {
  async function startCollector(kind: 'valid' | 'expired') {
    const certificates = await createTestCertificates();
    const { chain, key } = await certificates.get(kind);
    const received: string[] = [];
    const server = createTlsServer({ cert: chain, key }, collecting(received)).on('tlsClientError', () => undefined);
    const settings = { transport: 'tls', trustedAuthorities: certificates.authority };
    return { received, settings: settingsFor(await listen(server), settings) };
  }

  test('a message is counted by octets', async () => {
    const { received, settings } = await startCollector('valid');
    expect(await channel.deliver(sampleNotice(), settings, openEnded())).toMatchObject({ ok: true });
    const [, length, message = ''] = /^(\d+) (<131>1 .*)$/s.exec(received.join('')) ?? [];
    expect(Buffer.byteLength(message)).toBe(Number(length));
  });

  test('an expired certificate is refused, and taken when that is wished', async () => {
    const { received, settings } = await startCollector('expired');
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: true });
    expect(outcome).toHaveProperty('error', expect.stringContaining('certificate has expired'));
    expect(received).toEqual([]);
    const lenient = { ...settings, allowInvalidCertificate: true };
    expect(await channel.deliver(sampleNotice(), lenient, openEnded())).toMatchObject({ ok: true });
  });
});

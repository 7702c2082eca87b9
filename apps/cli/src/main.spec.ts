import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/twotwenty.mjs', import.meta.url));
const isBuilt = existsSync(new URL('../dist/main.js', import.meta.url));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function twotwenty(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A mail server with this greeting; gives its address as the command line takes it. */
async function mailServer(greeting: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(greeting);
    socket.on('data', () => socket.end('221 bye\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.skipIf(!isBuilt)('twotwenty probe', () => {
  it('passes with exit code 0', async () => {
    const { code, stdout, stderr } = await twotwenty('probe', await mailServer('220 mx ready\r\n'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^PASSED {2}127\.0\.0\.1/);
  });

  it('fails with exit code 2', async () => {
    const { code, stdout } = await twotwenty('probe', await mailServer('554 no\r\n'));
    expect(code).toBe(2);
    expect(stdout).toContain('greeting-no-service');
  });

  it('gives one JSON object', async () => {
    const { stdout } = await twotwenty('probe', await mailServer('220 mx\r\n'), '--format', 'json', '--ehlo', 'me');
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual([
      'ok',
      'failure',
      'reply',
      'quit',
      'extensions',
      'tls',
      'anomalies',
      'timings',
      'target',
      'transcript',
    ]);
  });

  it('gives one line to Nagios', async () => {
    const ok = await twotwenty('probe', await mailServer('220 a|b\r\n'), '--format', 'nagios');
    expect(ok.code).toBe(0);
    expect(ok.stdout).toMatch(/^SMTP OK - 220 a\/b \| time=\d+\.\d{4}s;;;0 connect=.* greeting=.* quit=.*\n$/);
    const critical = await twotwenty('probe', await mailServer('421 later\r\n'), '--format', 'nagios');
    expect(critical.code).toBe(2);
    expect(critical.stdout).toMatch(/^SMTP CRITICAL - greeting: .*\n$/);
    const unknown = await twotwenty('probe', 'mx:0', '--format', 'nagios');
    expect(unknown.code).toBe(3);
    expect(unknown.stdout).toMatch(/^SMTP UNKNOWN - .*1 to 65535\.\n$/);
  });

  it('keeps to its timeout', async () => {
    const { code, stdout } = await twotwenty('probe', await mailServer(''), '--timeout', '0.3', '--format=json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ failure: { phase: 'greeting', code: 'server-silent' } });
  });

  it.each([
    [['probe'], /missing required argument/],
    [['probe', 'mx:99999'], /"99999" must be a whole number from 1 to 65535/],
    [['probe', 'http://mx'], /right is mx\.example\.com/],
    [['probe', 'mx', '--timeout', 'soon'], /'soon' is invalid.*seconds above 0/],
    [['probe', 'mx', '--security', 'ssl'], /Allowed choices are none, starttls, tls/],
    [['probe', 'mx', '--certificate', 'ignore'], /Allowed choices are require, report/],
    [['probe', 'mx', '--warn-days', 'soon'], /'--warn-days <days>' argument 'soon' is invalid.*at most 3650, or none/],
    [['probe', 'mx', '--fail-days', '3651'], /'--fail-days <days>' argument '3651' is invalid/],
    [
      ['probe', 'mx', '--security=tls', '--fail-days=15'],
      /'--fail-days' must not be more than '--warn-days': 15 .* 14/,
    ],
    [
      ['probe', 'mx', '--security=tls', '--ca-file', '/nowhere'],
      /'--ca-file <file>' argument .* can't be read \(ENOENT\)/,
    ],
    [['probe', 'mx', '--security=tls', '--ca-file', BIN], /holds no certificate in PEM/],
    [['probe', 'mx', '--warn-days', '7'], /'--warn-days' needs '--security starttls'/],
    [['probe', 'mx', '--certificate=report'], /'--certificate' needs '--security starttls'/],
    [['probe', '192.0.2.1', '--ipv6'], /'--ipv6' contradicts the IPv4 address/],
    [['probe', '::1', '--ipv4'], /'--ipv4' contradicts the IPv6 address/],
    [['probe', 'mx', '--ehlo', 'a b'], /host name such as/],
    [['probe', 'mx', '--ipv4', '--ipv6'], /cannot be used with/],
    [['probe', 'mx', '--nonsense'], /unknown option/],
    [['nonsense'], /unknown command/],
    [[], /Usage/],
  ])('%j is wrong usage: exit code 3', async (args, message) => {
    const { code, stdout, stderr } = await twotwenty(...args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([['--help'], ['--version'], ['probe', '--help']])('%s %s exits with 0', async (...args) => {
    const { code, stdout } = await twotwenty(...args.filter(Boolean));
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  });
});

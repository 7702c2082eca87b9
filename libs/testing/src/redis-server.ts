import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Certificate } from './certificates.js';
import { debianPackage, findOnPath } from './debian-packages.js';
import { freePort } from './ports.js';
import { startServer, type ServerDefinition, type TestServer } from './server-process.js';
import { temporaryDirectory } from './temporary-directory.js';

const run = promisify(execFile);
const host = '127.0.0.1';

/** A private Redis. */
export interface RedisServer extends TestServer {
  readonly url: string;
  /** 0: none. */
  readonly tlsPort: number;
}

/** How a Redis speaks TLS. */
export interface RedisTlsOptions {
  readonly certificate: Pick<Certificate, 'chainFile' | 'keyFile'>;
  /** PEM of the authority whose clients are let in. */
  readonly authorityFile: string;
  /** True: a client must show a certificate. */
  readonly clientsMustShow?: boolean;
}

/** How the private Redis keeps its data, and how it is reached. */
export interface RedisOptions {
  /** True: an append-only file, so that data survives `stop`, `kill` and `start`. False (the default): memory alone. */
  persistent?: boolean;
  /** The port to take; a free one by default. */
  port?: number;
  /** With it `tlsPort` speaks TLS, besides the plain port. Not in a container, which sees no files of ours. */
  tls?: RedisTlsOptions;
}

/**
 * Starts a private Redis on loopback: `redis-server` or `valkey-server` from the PATH, else one unpacked from Debian's package,
 * else a Docker container. Fails with what to install when there is none. `REDIS_URL` plays no part here, because a test that
 * kills its Redis must own it; see `sharedRedis`.
 */
export async function startRedis({ persistent = false, port, tls }: RedisOptions = {}): Promise<RedisServer> {
  const chosenPort = port ?? (await freePort());
  const tlsPort = tls === undefined ? 0 : await freePort();
  const settings = [
    ...(tls === undefined ? [] : tlsSettings(tlsPort, tls)),
    ...['--save', '', '--appendonly', persistent ? 'yes' : 'no', '--maxmemory-policy', 'noeviction'],
  ];
  const server = await startServer({
    label: 'Redis',
    host,
    port: chosenPort,
    ...(await redisCommand(chosenPort, settings)),
    answers: async () => (await pingRedis(host, chosenPort)) === '+PONG',
  });
  return Object.assign(server, { url: `redis://${host}:${chosenPort}`, tlsPort });
}

function tlsSettings(port: number, { certificate, authorityFile, clientsMustShow = false }: RedisTlsOptions): string[] {
  const files = { cert: certificate.chainFile, key: certificate.keyFile, 'ca-cert': authorityFile };
  return [
    ...['--tls-port', String(port), '--tls-auth-clients', clientsMustShow ? 'yes' : 'no'],
    ...Object.entries(files).flatMap(([name, file]) => [`--tls-${name}-file`, file]),
  ];
}

/** The Redis that all tests of a run share: the one at `REDIS_URL` when set, else a private one. */
export async function sharedRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env['REDIS_URL'];
  if (url === undefined || url === '') return startRedis();
  const { protocol, hostname, port } = new URL(url);
  // Behind TLS the first spec's own client has to find out.
  if (protocol === 'redis:') {
    await pingRedis(hostname, Number(port || 6379)).catch((error: unknown) => {
      throw new Error(`REDIS_URL is set, but nothing answers at ${hostname}:${port || 6379}: ${String(error)}`);
    });
  }
  return { url, stop: () => Promise.resolve() };
}

/** Sends PING and gives the first line of the answer (`+PONG`; `-LOADING …` while it reads its file; `-NOAUTH …`). */
export function pingRedis(address: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    let answer = '';
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer to PING in 2 s')));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.includes('\r\n')) {
        resolve(answer.slice(0, answer.indexOf('\r\n')));
        socket.destroy();
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed before an answer to PING')));
  });
}

type Command = Pick<ServerDefinition, 'command' | 'args' | 'env' | 'afterEnd'>;

async function redisCommand(port: number, settings: readonly string[]): Promise<Command> {
  const native = ['--bind', host, '--port', String(port), '--dir', temporaryDirectory('redis'), ...settings];
  const installed = await findOnPath(['redis-server', 'valkey-server']);
  if (installed !== undefined) return { command: installed, args: native };
  const reasons: string[] = [];
  try {
    const unpacked = await debianPackage('redis-server');
    return { command: unpacked.path('redis-server'), args: native, env: unpacked.env };
  } catch (error) {
    reasons.push(String(error));
  }
  try {
    return await dockerCommand(port, settings);
  } catch (error) {
    reasons.push(String(error));
  }
  throw new Error(
    `No Redis for the tests: install redis-server. (REDIS_URL serves only specs that share one.)\n  ${reasons.join('\n  ')}`,
  );
}

/** The data is in a folder mounted from here, so that a persistent Redis finds it again in its next container. */
async function dockerCommand(port: number, settings: readonly string[]): Promise<Command> {
  await run('docker', ['info'], { timeout: 10_000 });
  const data = temporaryDirectory('redis');
  const name = `twotwenty-redis-${process.pid}-${port}`;
  const options = ['--rm', '--name', name, '--publish', `${host}:${port}:6379`, '--volume', `${data}:/data`];
  const user = process.getuid === undefined ? [] : ['--user', `${process.getuid()}:${process.getgid?.() ?? 0}`];
  return {
    command: 'docker',
    args: ['run', ...options, ...user, 'redis:7-alpine', 'redis-server', ...settings],
    afterEnd: async () => {
      await run('docker', ['rm', '--force', name]).catch(() => undefined);
    },
  };
}

import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './certificates.js';
import { debianPackage, findOnPath } from './debian-packages.js';
import { type MailServerOptions, type MailTestServer, withTlsPort } from './mail-server-options.js';
import { freePort } from './ports.js';
import { isRoot, PRETENDING_ENV, pretendingLibraries } from './pretended-root.js';
import { startServer } from './server-process.js';
import { smtpGreeting } from './smtp-greeting.js';
import { temporaryDirectory } from './temporary-directory.js';

const run = promisify(execFile);

/** Where OpenSMTPD listens and how it behaves. */
export interface OpenSmtpdOptions extends MailServerOptions {
  /** More lines for its smtpd.conf, before ours. */
  settings?: readonly string[];
  /** More for its `listen on` line, such as `no-dsn` or `filter "slow"`. */
  listener?: string;
}

/**
 * Starts a real OpenSMTPD, unpacked from Debian's package, that names itself `mta.test` and takes no mail.
 *
 * Its paths and users are compiled in, so it runs in a root directory of its own that holds them: by chroot(8) as root, else
 * in a user namespace, where libraries let it believe that it may become its other users.
 */
export async function startOpenSmtpd(options: OpenSmtpdOptions = {}): Promise<MailTestServer> {
  const { host = '127.0.0.1', certificate } = options;
  const port = options.port ?? (await freePort(host));
  const tlsPort = certificate === undefined ? undefined : await freePort(host);
  const root = temporaryDirectory('opensmtpd');
  await fillRoot(root);
  writeFileSync(join(root, 'etc/smtpd.conf'), configurationText(host, port, tlsPort, options), { mode: 0o600 });
  if (certificate !== undefined) copyCertificate(root, certificate);
  const [command, ...args] = await changeRoot(root);
  const server = await startServer({
    label: 'OpenSMTPD',
    host,
    port,
    command,
    args: [...args, smtpd, '-d', '-f', '/etc/smtpd.conf'],
    env: { LD_LIBRARY_PATH: '/lib', ...PRETENDING_ENV },
    answers: async () => (await smtpGreeting(port, host, 10_000)) !== '',
  });
  return withTlsPort(server, tlsPort);
}

/** Where Debian's package has it, and where it therefore looks for itself. */
const smtpd = '/usr/sbin/smtpd';

/** The command that makes `root` the root directory of the one that follows. */
async function changeRoot(root: string): Promise<[string, ...string[]]> {
  const program = isRoot ? 'chroot' : 'unshare';
  const found = await findOnPath([program]);
  if (found === undefined) throw new Error(`no ${program} to run OpenSMTPD with`);
  return isRoot ? [found, root] : [found, '--user', '--map-root-user', `--root=${root}`];
}

/** The program, its libraries, its users and its spool. */
async function fillRoot(root: string): Promise<void> {
  chmodSync(root, 0o755);
  for (const folder of ['etc', 'lib', 'usr/sbin', 'var/lib/opensmtpd/empty', 'var/run', 'var/spool/smtpd', 'tmp']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  chmodSync(join(root, 'var/spool/smtpd'), 0o711);
  const program = await debianPackage('opensmtpd');
  const path = program.path('smtpd');
  copyFileSync(path, join(root, smtpd));
  await copyLibraries(root, path, program.env);
  const preloaded = await pretendingLibraries();
  for (const library of preloaded) {
    copyFileSync(library, join(root, 'lib', basename(library)));
    await copyLibraries(root, library, {});
  }
  // Not LD_PRELOAD, which would be for the program that changes the root, too.
  writeFileSync(join(root, 'etc/ld.so.preload'), preloaded.map((library) => `/lib/${basename(library)}\n`).join(''));
  const [user, queueUser] = isRoot ? [65_532, 65_533] : [0, 0];
  const users = [
    'root:x:0:0:root:/root:/bin/sh',
    `opensmtpd:x:${user}:${user}::/var/lib/opensmtpd/empty:/bin/false`,
    `opensmtpq:x:${queueUser}:${queueUser}::/var/lib/opensmtpd/empty:/bin/false`,
  ];
  writeFileSync(join(root, 'etc/passwd'), `${users.join('\n')}\n`);
  writeFileSync(join(root, 'etc/group'), `root:x:0:\nopensmtpd:x:${user}:\nopensmtpq:x:${queueUser}:\n`);
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  writeFileSync(join(root, 'etc/resolv.conf'), '');
}

async function copyLibraries(root: string, path: string, env: Readonly<Record<string, string>>): Promise<void> {
  for (const library of await librariesOf(path, env)) {
    // The loader must be where the program says; everything else is found by LD_LIBRARY_PATH.
    const target = basename(library).startsWith('ld-') ? join(root, library) : join(root, 'lib', basename(library));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(library, target);
  }
}

/** Absolute paths of the shared libraries of a program, the loader among them. */
async function librariesOf(path: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  const { stdout } = await run('ldd', [path], { env: { ...process.env, ...env } });
  const missing = /^\s*(\S+) => not found/m.exec(stdout)?.[1];
  if (missing !== undefined) throw new Error(`OpenSMTPD lacks the library ${missing}`);
  return [...stdout.matchAll(/(?:^\s*|=> )(\/\S+) \(0x/gm)].flatMap((match) => match[1] ?? []);
}

function copyCertificate(root: string, certificate: Certificate): void {
  copyFileSync(certificate.chainFile, join(root, 'etc/chain.pem'));
  copyFileSync(certificate.keyFile, join(root, 'etc/key.pem'));
  chmodSync(join(root, 'etc/key.pem'), 0o600);
}

function configurationText(host: string, port: number, tlsPort: number | undefined, options: OpenSmtpdOptions): string {
  const { settings = [], listener = '' } = options;
  const pki = ['pki mta.test cert "/etc/chain.pem"', 'pki mta.test key "/etc/key.pem"'];
  const listen = (on: number, tls: string) => `listen on ${host} port ${on} ${tls} hostname mta.test ${listener}`;
  const lines = [
    ...settings,
    ...(tlsPort === undefined ? [] : pki),
    listen(port, tlsPort === undefined ? '' : 'tls pki mta.test'),
    ...(tlsPort === undefined ? [] : [listen(tlsPort, 'smtps pki mta.test')]),
    'action "none" maildir',
    'match for local reject',
  ];
  return `${lines.join('\n')}\n`;
}

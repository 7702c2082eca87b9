import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianPackage, findOnPath, findProgram, type Program } from '../debian-packages.js';
import { isRoot } from '../pretended-root.js';
import { startServer, type TestServer } from '../server-process.js';

const run = promisify(execFile);

export interface SshdOptions {
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** The public key that may log in. */
  readonly authorizedKey: string;
  /** PATH of the commands that are run. */
  readonly path: string;
}

/**
 * Starts OpenSSH's sshd from Debian's package, in the foreground. Its accounts are those of nss_wrapper, so that nothing of the
 * machine's own is needed or changed; the one that may log in has the user id of this process, since a plain user's sshd
 * can become nobody else.
 */
export async function startSshd(options: SshdOptions): Promise<TestServer> {
  const { home, host, port } = options;
  const [program, wrapper, passwordHash] = await Promise.all([
    findSshd(),
    debianPackage('libnss-wrapper'),
    hashPassword(options.password),
  ]);
  writeAccounts(options, passwordHash);
  writeFileSync(join(home, 'authorized_keys'), `${options.authorizedKey}\n`);
  writeFileSync(join(home, 'sshd_config'), `${[...settings(options), ...program.settings].join('\n')}\n`);
  // Not to standard error, which is that of the commands for a moment.
  const log = join(home, 'sshd.log');
  const [command, ...args] = await withPrivateFolders([
    program.command,
    '-D',
    '-E',
    log,
    '-f',
    join(home, 'sshd_config'),
  ]);
  return startServer({
    label: 'sshd',
    host,
    port,
    command,
    args,
    logFiles: [log],
    env: {
      ...program.env,
      LD_PRELOAD: wrapper.path('libnss_wrapper.so'),
      NSS_WRAPPER_PASSWD: join(home, 'passwd'),
      NSS_WRAPPER_SHADOW: join(home, 'shadow'),
      NSS_WRAPPER_GROUP: join(home, 'group'),
    },
    answers: () => greets(host, port),
  });
}

/** Makes an Ed25519 key at `path`, and its public half at `path`.pub. */
export async function makeKey(path: string, passphrase = ''): Promise<void> {
  const { command, env } = await findProgram(['ssh-keygen'], 'openssh-client');
  const args = ['-q', '-t', 'ed25519', '-C', 'test', '-N', passphrase, '-f', path];
  await run(command, args, { env: { ...process.env, ...env } });
}

async function findSshd(): Promise<Program & { settings: readonly string[] }> {
  const installed = await findOnPath(['sshd']);
  if (installed !== undefined) {
    return { command: installed, env: {}, settings: newerSettings('/', existsSync('/usr/lib/openssh/sshd-session')) };
  }
  const unpacked = await debianPackage('openssh-server');
  const { root, env } = unpacked;
  const settings = newerSettings(root, existsSync(join(root, 'usr/lib/openssh/sshd-session')));
  return { command: unpacked.path('sshd'), env, settings };
}

/** From OpenSSH 9.8 on it consists of several programs, and shuts out who fails to log in. */
function newerSettings(root: string, isNewer: boolean): readonly string[] {
  if (!isNewer) return [];
  const auth = join(root, 'usr/lib/openssh/sshd-auth');
  return [
    'PerSourcePenalties no',
    `SshdSessionPath ${join(root, 'usr/lib/openssh/sshd-session')}`,
    ...(existsSync(auth) ? [`SshdAuthPath ${auth}`] : []),
  ];
}

function settings({ home, host, port, path }: SshdOptions): readonly string[] {
  return [
    `ListenAddress ${host}`,
    `Port ${port}`,
    `HostKey ${home}/host_key`,
    `AuthorizedKeysFile ${home}/authorized_keys`,
    'PidFile none',
    // Each step of a log-in is told in the log.
    'LogLevel DEBUG1',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    // The folder belongs to /tmp, where others may write.
    'StrictModes no',
    `SetEnv PATH=${path}`,
  ];
}

function writeAccounts({ home, username }: SshdOptions, passwordHash: string): void {
  const { uid, gid } = userInfo();
  const users = [
    `${username}:x:${uid}:${gid}::${home}:/bin/sh`,
    // As whom sshd looks at what strangers send it, when it is root.
    'sshd:x:65533:65533::/nonexistent:/bin/false',
  ];
  writeFileSync(join(home, 'passwd'), `${users.join('\n')}\n`);
  writeFileSync(join(home, 'group'), `${username}:x:${gid}:\nsshd:x:65533:\n`);
  writeFileSync(join(home, 'shadow'), `${username}:${passwordHash}:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n`, {
    mode: 0o600,
  });
}

/** As crypt(3) wants it. */
async function hashPassword(password: string): Promise<string> {
  const { command, env } = await findProgram(['openssl'], 'openssl');
  const child = spawn(command, ['passwd', '-6', '-stdin'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${password}\n`);
  return (await child.stdout.setEncoding('utf8').toArray()).join('').trim();
}

/**
 * As root, sshd wants an empty /run/sshd, and writes to the log of failed log-ins. Both are given to it in a mount namespace
 * of its own; where none may be made, as in some containers, it gets the machine's.
 */
async function withPrivateFolders(command: readonly [string, ...string[]]): Promise<readonly [string, ...string[]]> {
  if (!isRoot) return command;
  const unshare = await findOnPath(['unshare']);
  const script = 'mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && mount -t tmpfs tmpfs /var/log && exec "$@"';
  const inNamespace = [unshare ?? 'unshare', '--mount', 'sh', '-c', script, 'sh'] as const;
  const works = await run(inNamespace[0], [...inNamespace.slice(1), 'true']).then(
    () => true,
    () => false,
  );
  if (works) return [...inNamespace, ...command];
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  return command;
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.once('data', (piece) => {
      resolve(piece.toString('latin1').startsWith('SSH-'));
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(false));
  });
}

import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianPackage } from './debian-packages.js';
import { startProcess } from './managed-process.js';
import { freePort, isListening } from './ports.js';
import { isRoot, PRETENDING_ENV, pretendingLibraries } from './pretended-root.js';
import { startServer, type TestServer } from './server-process.js';
import { type ServiceRight, type ServiceUnit, serveServiceControlManager } from './service-control-manager.js';
import { temporaryDirectory } from './temporary-directory.js';
import { waitFor } from './wait-for.js';

const run = promisify(execFile);

/** An account of the machine. */
export interface SambaAccount {
  readonly password: string;
  /** What it may do with services. */
  readonly services: ServiceRight;
  /** Whether it may reboot the machine. */
  readonly shutdown: boolean;
}

export interface SambaMachineOptions {
  readonly services?: Readonly<Record<string, ServiceUnit>>;
  /** More accounts, or other ones of the names that are there: `operator` may do everything, `onlooker` only look. */
  readonly accounts?: Readonly<Record<string, SambaAccount>>;
}

/** A machine that is repaired from afar as a Windows is. */
export interface SambaMachine extends TestServer {
  readonly username: string;
  readonly password: string;
  /** Its own name, and so the domain of its accounts. */
  readonly domain: string;
  /** What was asked of its services so far, such as `stop SMTPSVC`, in order. */
  controls(): readonly string[];
  /** Arguments of each shutdown that was asked for, such as `operator -r -f`. */
  shutdowns(): readonly string[];
}

const NAME = 'MACHINE';
const ACCOUNTS: Readonly<Record<string, SambaAccount>> = {
  operator: { password: 'correct horse; "battery" $(staple)', services: 'control', shutdown: true },
  onlooker: { password: 'nothing but looking', services: 'look', shutdown: false },
};

/**
 * Starts a real smbd, unpacked from Debian's package and not installed, with Samba's own servers of `lsarpc` and `initshutdown`
 * (a reboot runs its `shutdown script`, which notes it) and with ours for `svcctl`, which starts and stops real processes.
 * As root it runs with root's rights; for a plain user, libraries make it believe so.
 */
export async function startSambaMachine(options: SambaMachineOptions = {}): Promise<SambaMachine> {
  const accounts = { ...ACCOUNTS, ...options.accounts };
  const host = '127.0.0.1';
  const port = await freePort(host);
  const home = temporaryDirectory('samba');
  const controls: string[] = [];
  const installation = await findInstallation(home);
  writeHome(home, port, accounts, installation);
  await addAccounts(home, accounts, installation);
  const pipe = await serveServiceControlManager(join(home, 'rpc/np/svcctl'), {
    services: options.services ?? {},
    rights: Object.fromEntries(Object.entries(accounts).map(([name, { services }]) => [name, services])),
    onControl: (what) => controls.push(what),
  });
  pipe.unref();
  await startHelpers(home, installation);
  const smbd = await startServer({
    label: 'smbd',
    host,
    port,
    command: installation.smbd,
    args: daemonArguments(home),
    env: installation.env,
    cwd: home,
    answers: () => isListening(port, host),
  });
  const notes = join(home, 'shutdowns');
  return Object.assign(smbd, {
    username: 'operator',
    password: accounts['operator']?.password ?? '',
    domain: NAME,
    controls: () => controls,
    shutdowns: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []),
  });
}

interface Installation {
  readonly smbd: string;
  readonly smbpasswd: string;
  readonly net: string;
  /** Folder of samba-dcerpcd and of the servers of pipes that it starts. */
  readonly helpers: string;
  readonly env: Readonly<Record<string, string>>;
}

async function findInstallation(home: string): Promise<Installation> {
  const [samba, tools, nssWrapper, pretending] = await Promise.all([
    debianPackage('samba'),
    debianPackage('samba-common-bin'),
    debianPackage('libnss-wrapper'),
    pretendingLibraries(),
  ]);
  return {
    smbd: samba.path('smbd'),
    smbpasswd: tools.path('smbpasswd'),
    net: tools.path('net'),
    helpers: join(samba.root, 'usr/libexec/samba'),
    env: {
      ...samba.env,
      ...PRETENDING_ENV,
      // smbd takes it for the folder of IPC$, into which all users must be able to go.
      TMPDIR: home,
      // Samba wants an account of the system for each of its own.
      LD_PRELOAD: [...new Set([...pretending, nssWrapper.path('libnss_wrapper.so')])].join(' '),
      NSS_WRAPPER_PASSWD: join(home, 'passwd'),
      NSS_WRAPPER_GROUP: join(home, 'group'),
    },
  };
}

function writeHome(
  home: string,
  port: number,
  accounts: Readonly<Record<string, SambaAccount>>,
  { helpers }: Installation,
): void {
  chmodSync(home, 0o755);
  for (const folder of ['private', 'state', 'cache', 'lock', 'pid', 'log', 'rpc']) mkdirSync(join(home, folder));
  mkdirSync(join(home, 'rpc/np'), { mode: 0o700 });
  const [user, group] = isRoot ? [NOBODY, NOBODY] : [process.getuid?.() ?? NOBODY, process.getgid?.() ?? NOBODY];
  const people = ['nobody', ...Object.keys(accounts)].map((name) => `${name}:x:${user}:${group}::/:/bin/false\n`);
  writeFileSync(join(home, 'passwd'), `root:x:0:0:root:/root:/bin/sh\n${people.join('')}`);
  writeFileSync(join(home, 'group'), `root:x:0:\nnogroup:x:${group}:\n`);
  writeFileSync(join(home, 'smb.conf'), configurationText(home, port));
  // Samba runs it as root for those who have the privilege, and as themselves for others: then it can not write. For a plain
  // user all accounts are the same, so it looks at the name too.
  const mayShutDown = Object.keys(accounts).filter((name) => accounts[name]?.shutdown === true);
  writeScript(join(home, 'shutdown'), [
    `case "$1" in ${mayShutDown.join('|') || '-'}) echo "$@" >> '${home}/shutdowns';; *) exit 1;; esac`,
  ]);
  // All that Samba's own server of many pipes serves but svcctl, which is ours.
  const classic = join(helpers, 'rpcd_classic');
  writeScript(join(home, 'rpcd_classic'), [
    `case "$1" in --list-interfaces) '${classic}' "$@" | grep -v svcctl;; *) exec '${classic}' "$@";; esac`,
  ]);
}

/** `nobody` in every Debian's base-passwd. */
const NOBODY = 65_534;

function writeScript(path: string, lines: readonly string[]): void {
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
}

function configurationText(home: string, port: number): string {
  const folders = ['private', 'state', 'cache', 'lock', 'pid'].map((name) => {
    return `${name} ${name === 'private' ? 'dir' : 'directory'} = ${join(home, name)}`;
  });
  const lines = [
    '[global]',
    `netbios name = ${NAME}`,
    'workgroup = WORKGROUP',
    'server role = standalone server',
    `passdb backend = tdbsam:${home}/private/passdb.tdb`,
    ...folders,
    `ncalrpc dir = ${home}/rpc`,
    `log file = ${home}/log/log`,
    'enable core files = no',
    `smb ports = ${port}`,
    'interfaces = 127.0.0.1',
    'bind interfaces only = yes',
    'disable netbios = yes',
    'disable spoolss = yes',
    'load printers = no',
    'printcap name = /dev/null',
    'map to guest = never',
    'server min protocol = SMB2_10',
    'server signing = mandatory',
    'rpc start on demand helpers = no',
    `shutdown script = ${home}/shutdown %U %r %f`,
  ];
  return `${lines.join('\n')}\n`;
}

async function addAccounts(
  home: string,
  accounts: Readonly<Record<string, SambaAccount>>,
  { net, smbpasswd, env }: Installation,
): Promise<void> {
  const rights = [`--configfile=${home}/smb.conf`, 'sam', 'rights', 'grant'];
  for (const [name, { password, shutdown }] of Object.entries(accounts)) {
    const adding = run(smbpasswd, ['-c', join(home, 'smb.conf'), '-s', '-a', name], {
      env: { ...process.env, ...env },
    });
    adding.child.stdin?.end(`${password}\n${password}\n`);
    await adding;
    if (shutdown) await run(net, [...rights, name, 'SeRemoteShutdownPrivilege'], { env: { ...process.env, ...env } });
  }
}

/** samba-dcerpcd(8) with the servers of pipes that a client asks first, and of the one by which it reboots. */
async function startHelpers(home: string, { helpers, env }: Installation): Promise<void> {
  const daemon = await startProcess({
    label: 'samba-dcerpcd',
    command: join(helpers, 'samba-dcerpcd'),
    args: [
      ...daemonArguments(home),
      `--log-basename=${home}/log`,
      join(helpers, 'rpcd_lsad'),
      join(helpers, 'rpcd_winreg'),
      join(home, 'rpcd_classic'),
    ],
    env,
    cwd: home,
  });
  await waitFor(() => ['lsarpc', 'initshutdown'].every((pipe) => existsSync(join(home, 'rpc/np', pipe))), {
    what: 'samba-dcerpcd to listen',
    timeoutMs: 45_000,
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${daemon.logs()}`, { cause: error });
  });
}

function daemonArguments(home: string): readonly string[] {
  return ['--foreground', '--no-process-group', '--debug-stdout', `--configfile=${home}/smb.conf`];
}

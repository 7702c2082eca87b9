import { chmodSync, chownSync, existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { debianPackage } from './debian-packages.js';
import { type MailServerOptions, type MailTestServer, withTlsPort } from './mail-server-options.js';
import { freePort } from './ports.js';
import { isRoot, PRETENDING_ENV, pretendingLibraries } from './pretended-root.js';
import { startServer } from './server-process.js';
import { smtpGreeting } from './smtp-greeting.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Where Postfix listens and how it behaves. */
export interface PostfixOptions extends MailServerOptions {
  /** More lines for its main.cf; later lines win. */
  settings?: readonly string[];
  /** True: postscreen(8) greets and decides who may talk to smtpd(8). The port with TLS from the start goes without it. */
  postscreen?: boolean;
}

/**
 * Starts a real Postfix: master(8) with smtpd(8), tlsmgr(8), anvil(8) and, if asked for, postscreen(8) and tlsproxy(8), in a
 * directory of its own. It names itself `mta.test` and takes no mail. Its log is in `logs()`.
 *
 * As root it runs with the privileges it is made for. For a plain user, libraries make it believe so.
 */
export async function startPostfix(options: PostfixOptions = {}): Promise<MailTestServer> {
  const { host = '127.0.0.1', certificate, postscreen = false } = options;
  const port = options.port ?? (await freePort(host));
  const tlsPort = certificate === undefined ? undefined : await freePort(host);
  const installation = await findInstallation();
  const preload = (await pretendingLibraries()).join(' ');
  const home = makeHome();
  const environment = {
    ...installation.env,
    ...PRETENDING_ENV,
    ...(preload === '' ? {} : { LD_PRELOAD: preload }),
    MAIL_CONFIG: home,
    OPENSSL_CONF: join(home, 'openssl.cnf'),
  };
  const settings = [...mainSettings(home, installation, environment), ...tlsSettings(certificate)];
  writeFileSync(join(home, 'openssl.cnf'), permissiveOpenSsl);
  writeConfiguration(join(home, 'main.cf'), [...settings, ...(options.settings ?? [])]);
  writeConfiguration(join(home, 'master.cf'), masterServices(host, port, tlsPort, postscreen));
  const server = await startServer({
    label: 'Postfix',
    host,
    port,
    command: join(installation.daemons, 'master'),
    // "-s" keeps it in the foreground.
    args: ['-c', home, '-s'],
    logFiles: [join(home, 'log')],
    env: environment,
    cwd: home,
    answers: async () => (await smtpGreeting(port, host, 10_000)) !== '',
  });
  return withTlsPort(server, tlsPort);
}

interface Installation {
  /** The folder of master(8) and the other daemons. */
  daemons: string;
  env: Record<string, string>;
  /** What main.cf must say about where the files are. */
  settings: readonly string[];
}

async function findInstallation(): Promise<Installation> {
  const installed = ['/usr/lib/postfix/sbin', '/usr/libexec/postfix'].find((path) => existsSync(join(path, 'master')));
  if (installed !== undefined) return { daemons: installed, env: {}, settings: [] };
  const unpacked = await debianPackage('postfix');
  const daemons = dirname(unpacked.path('smtpd'));
  const settings = [
    `daemon_directory = ${daemons}`,
    `command_directory = ${unpacked.root}/usr/sbin`,
    `meta_directory = ${unpacked.root}/etc/postfix`,
    `shlib_directory = ${dirname(unpacked.path('libpostfix-util.so'))}`,
  ];
  return { daemons, env: unpacked.env, settings };
}

/** The queue as `postfix post-install` would make it. */
function makeHome(): string {
  const home = temporaryDirectory('postfix');
  chmodSync(home, 0o755);
  const folders = ['data', 'queue', 'queue/pid', 'queue/private', 'queue/public', 'queue/maildrop'];
  const queues = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'saved', 'trace'];
  for (const folder of [...folders, ...queues.map((queue) => `queue/${queue}`)]) {
    mkdirSync(join(home, folder));
    if (isRoot && folder !== 'queue' && folder !== 'queue/pid') chownSync(join(home, folder), daemonUser, 0);
  }
  return home;
}

/** Lets OpenSSL serve certificates and versions of TLS that it would not by default. */
const permissiveOpenSsl = `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
MinProtocol = TLSv1
CipherString = DEFAULT@SECLEVEL=0
`;

/** Postfix waits for two seconds before it reads a file that was changed a moment ago, so these are older. */
function writeConfiguration(path: string, lines: readonly string[]): void {
  writeFileSync(path, `${lines.join('\n')}\n`);
  utimesSync(path, 0, 0);
}

/** `daemon` in every Debian's base-passwd, and elsewhere. */
const daemonUser = 1;

function mainSettings(
  home: string,
  installation: Installation,
  environment: Readonly<Record<string, string>>,
): readonly string[] {
  return [
    'compatibility_level = 3.6',
    // Postfix insists on three accounts that differ; these are in every Debian's base-passwd.
    'mail_owner = daemon',
    'setgid_group = mail',
    'default_privs = nobody',
    ...installation.settings,
    `queue_directory = ${home}/queue`,
    `data_directory = ${home}/data`,
    // Postfix cleans the environment of its daemons.
    `import_environment = ${Object.keys(environment).join(' ')} TZ`,
    // Not /dev/stdout, which postlogd(8) opens anew: our pipe is a socket, where that is not possible.
    `maillog_file = ${home}/log`,
    `maillog_file_prefixes = ${home}`,
    'myhostname = mta.test',
    'mydestination =',
    'local_recipient_maps =',
    'alias_maps =',
    'inet_interfaces = loopback-only',
    'inet_protocols = all',
    'smtpd_peername_lookup = no',
    'smtpd_relay_restrictions = reject',
    // Without these, postscreen would wave us through: for where we come from, or for having been here before.
    'postscreen_access_list =',
    'postscreen_cache_map =',
    'postscreen_greet_wait = 1s',
    'postscreen_greet_action = drop',
  ];
}

function tlsSettings(certificate: PostfixOptions['certificate']): readonly string[] {
  if (certificate === undefined) return [];
  return [
    'smtpd_tls_security_level = may',
    `smtpd_tls_cert_file = ${certificate.chainFile}`,
    `smtpd_tls_key_file = ${certificate.keyFile}`,
    'smtpd_tls_loglevel = 1',
  ];
}

function masterServices(
  host: string,
  port: number,
  tlsPort: number | undefined,
  postscreen: boolean,
): readonly string[] {
  const address = host.includes(':') ? `[${host}]` : host;
  const lines = [
    `${address}:${port} inet n - n - ${postscreen ? '1 postscreen' : '- smtpd'}`,
    'smtpd pass - - n - - smtpd',
    'tlsproxy unix - - n - 0 tlsproxy',
    'dnsblog unix - - n - 0 dnsblog',
    'anvil unix - - n - 1 anvil',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'proxymap unix - - n - - proxymap',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  if (tlsPort !== undefined) {
    lines.push(`${address}:${tlsPort} inet n - n - - smtpd`, '  -o smtpd_tls_wrappermode=yes');
  }
  return lines;
}

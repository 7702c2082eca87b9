import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates.js';
import { debianPackage } from './debian-packages.js';
import { type MailServerOptions, type MailTestServer, withTlsPort } from './mail-server-options.js';
import { freePort } from './ports.js';
import { isRoot } from './pretended-root.js';
import { startServer } from './server-process.js';
import { smtpGreeting } from './smtp-greeting.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Where Exim listens and how it behaves. */
export interface EximOptions extends MailServerOptions {
  /** More lines for the main section of its configuration, such as `smtp_accept_max = 1` or `acl_smtp_connect = deny`. */
  settings?: readonly string[];
  /** Lines of its section of access control lists, such as `slow:` and `  accept delay = 2s`; named by a setting. */
  accessLists?: readonly string[];
}

/**
 * Starts a real Exim, unpacked from Debian's package. It answers as `mta.test`, accepts every message and throws it away.
 *
 * Exim looks up the user it was compiled for (Debian-exim) and refuses to run without it. nss_wrapper answers that look-up for
 * this process alone: with nobody when we are root, else with our own user. That needs no root, no namespaces and no account.
 * An installed Exim is not used, because it is set-user-id and would therefore ignore our configuration and environment.
 */
export async function startExim(options: EximOptions = {}): Promise<MailTestServer> {
  const { host = '127.0.0.1', certificate } = options;
  const port = options.port ?? (await freePort(host));
  const tlsPort = certificate === undefined ? undefined : await freePort(host);
  const [exim, nssWrapper] = await Promise.all([debianPackage('exim4-daemon-light'), debianPackage('libnss-wrapper')]);
  const home = temporaryDirectory('exim');
  const configuration = writeConfiguration(home, tlsPort, options);
  const ports = [port, ...(tlsPort === undefined ? [] : [tlsPort])];
  const server = await startServer({
    label: 'Exim',
    host,
    port,
    command: exim.path('exim4'),
    args: ['-C', configuration, '-bdf', '-oX', `<; ${ports.map((each) => `[${host}]:${each}`).join(' ; ')}`],
    env: {
      LD_LIBRARY_PATH: exim.env.LD_LIBRARY_PATH,
      LD_PRELOAD: nssWrapper.path('libnss_wrapper.so'),
      NSS_WRAPPER_PASSWD: join(home, 'passwd'),
      NSS_WRAPPER_GROUP: join(home, 'group'),
    },
    cwd: home,
    logFiles: ['main', 'reject', 'panic'].map((log) => join(home, 'spool', `${log}log`)),
    answers: async () => (await smtpGreeting(port, host, 10_000)) !== '',
  });
  return withTlsPort(server, tlsPort);
}

const nobody = 65_534;

/** Writes the configuration and the user table; Exim insists that the former belongs to root or to its own user. */
function writeConfiguration(home: string, tlsPort: number | undefined, options: EximOptions): string {
  const user = isRoot ? nobody : (process.getuid?.() ?? nobody);
  const group = isRoot ? nobody : (process.getgid?.() ?? nobody);
  writeFileSync(
    join(home, 'passwd'),
    `root:x:0:0:root:/root:/bin/sh\nDebian-exim:x:${user}:${group}::${home}:/bin/false\n`,
  );
  writeFileSync(join(home, 'group'), `root:x:0:\nDebian-exim:x:${group}:\n`);
  mkdirSync(join(home, 'spool'));
  if (isRoot) {
    chownSync(join(home, 'spool'), user, group);
    chmodSync(home, 0o755);
  }
  const path = join(home, 'exim.conf');
  writeFileSync(path, configurationText(home, tlsPort, options), { mode: 0o644 });
  return path;
}

function configurationText(home: string, tlsPort: number | undefined, options: EximOptions): string {
  const { certificate, settings = [], accessLists = [] } = options;
  const lines = [
    'primary_hostname = mta.test',
    `spool_directory = ${home}/spool`,
    `log_file_path = ${home}/spool/%slog`,
    'queue_only',
    'keep_environment =',
    'host_lookup =',
    'rfc1413_query_timeout = 0s',
    'smtp_accept_max = 1000',
    'smtp_accept_max_per_connection = 1000',
    'log_selector = +smtp_connection +tls_cipher +smtp_no_mail',
    ...(certificate === undefined || tlsPort === undefined
      ? ['tls_advertise_hosts =']
      : tlsSettings(certificate, tlsPort)),
    'acl_smtp_rcpt = accept',
    'acl_smtp_data = discard',
    // A later line of the same name would be an error in Exim, so the caller's replace ours.
    ...settings,
  ];
  const byName = new Map(lines.map((line) => [line.split('=')[0]?.trim() ?? line, line]));
  return `${[...byName.values(), ...(accessLists.length > 0 ? ['begin acl', ...accessLists] : [])].join('\n')}\n`;
}

function tlsSettings(certificate: Certificate, tlsPort: number): readonly string[] {
  return [
    'tls_advertise_hosts = *',
    `tls_certificate = ${certificate.chainFile}`,
    `tls_privatekey = ${certificate.keyFile}`,
    `tls_on_connect_ports = ${tlsPort}`,
  ];
}
